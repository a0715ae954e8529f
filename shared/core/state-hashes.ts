/** Windows of the longest contribution: so many places where it can be found wrong first. More would say it finer, and cost a hash of θ each. */
export const STATE_HASHES = 8;
