/** Where a folder of prepared files is served, in a worker: a bundler may start one from a blob: URL, against which a path alone cannot be resolved. */
export const vendorUrl = (folder: string): string => `${self.location.origin}/vendor/${folder}`
