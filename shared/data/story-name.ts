/** What people call the built-in project. A file of its own, so that the page can say it without loading the generator. */
export const STORIES_NAME = "Stories from the weaving village";
