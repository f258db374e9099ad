"""Where vectors are kept and searched: FAISS, quantised pieces, Milvus."""
