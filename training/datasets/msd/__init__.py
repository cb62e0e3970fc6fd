"""The Million Song Dataset (Bertin-Mahieux et al. 2011): its HDF5 files and tables made of them."""
