"""Where jobs are at work: in child processes of this computer (`local`), or of the workers of a cluster (`dask`)."""
