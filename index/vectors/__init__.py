"""Where vectors are kept and searched: FAISS, Milvus."""
