/** Of a peer's computing time that audits get: the issue of trust must not cost more than the tenth part of the work. */
export const AUDIT_SHARE = 0.1;
