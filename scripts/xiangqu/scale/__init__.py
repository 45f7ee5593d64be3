"""Drafts of any number of texts: read, drafted and written in shards, by one process, many, or a cluster.

- `batches`: texts as Arrow record batches, each of a few hundred documents;
- `drafts`: the pure function from such a batch to the rows of every table;
- `limits`: a document that takes too long or too much memory is stopped;
- `shards`: the task of a worker, which drafts a batch and writes its parts of the tables;
- `manifest`: what was made of which input, by which version of the rules;
- `engines`: where tasks run: in this process, in worker processes, on Dask;
- `run`: the way through all shards, past those that are whole, to a finished folder;
- `folder`: what a finished folder says of itself, for `datasets` and for people;
- `checking`, `counts`: a folder validated and counted, part by part.
"""
