"""The page Reference: shapes, equations, and every cell from scratch."""
