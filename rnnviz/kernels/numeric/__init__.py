"""What is the same for every cell. Numba compiles a copy of these files, which lies with what it makes of them."""
