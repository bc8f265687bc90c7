"""Many machines: the same processes, each beside a worker of a Dask cluster."""
