"""Matrix products of rows of arrays. Small ones: a call of a library would cost more than the work.

All arrays are [rows, columns]; `w` holds several matrices side by side, `c` is the column at which one begins.
"""

from .jit import kernel


@kernel()
def times(a, a_row, rows, w, c, out, out_row):
    """out[row, m] = sum over n of a[row, n] * w[n, c + m]."""
    n_end, m_end = a.shape[1], out.shape[1]
    for i in range(rows):
        r, o = a_row + i, out_row + i
        for m in range(m_end):
            out[o, m] = 0
        n = 0
        while n + 8 <= n_end:
            a0, a1, a2, a3 = a[r, n], a[r, n + 1], a[r, n + 2], a[r, n + 3]
            a4, a5, a6, a7 = a[r, n + 4], a[r, n + 5], a[r, n + 6], a[r, n + 7]
            for m in range(m_end):
                k = c + m
                out[o, m] += ((a0 * w[n, k] + a1 * w[n + 1, k]) + (a2 * w[n + 2, k] + a3 * w[n + 3, k])) + (
                    (a4 * w[n + 4, k] + a5 * w[n + 5, k]) + (a6 * w[n + 6, k] + a7 * w[n + 7, k])
                )
            n += 8
        while n < n_end:
            a0 = a[r, n]
            for m in range(m_end):
                out[o, m] += a0 * w[n, c + m]
            n += 1


@kernel()
def times_transposed(d, d_row, rows, w, c, out, out_row):
    """out[row, n] += sum over m of d[row, m] * w[n, c + m]."""
    n_end, m_end = out.shape[1], d.shape[1]
    zero = d.dtype.type(0)
    for i in range(rows):
        r, o = d_row + i, out_row + i
        n = 0
        while n + 4 <= n_end:
            s0 = s1 = s2 = s3 = zero
            for m in range(m_end):
                v, k = d[r, m], c + m
                s0 += v * w[n, k]
                s1 += v * w[n + 1, k]
                s2 += v * w[n + 2, k]
                s3 += v * w[n + 3, k]
            out[o, n] += s0
            out[o, n + 1] += s1
            out[o, n + 2] += s2
            out[o, n + 3] += s3
            n += 4
        while n < n_end:
            s0 = zero
            for m in range(m_end):
                s0 += d[r, m] * w[n, c + m]
            out[o, n] += s0
            n += 1


@kernel()
def outer(a, a_row, rows, d, d_row, w, c):
    """w[n, c + m] += sum over the rows of a[row, n] * d[row, m]."""
    n_end, m_end = a.shape[1], d.shape[1]
    i = 0
    while i + 8 <= rows:
        r, q = a_row + i, d_row + i
        for n in range(n_end):
            a0, a1, a2, a3 = a[r, n], a[r + 1, n], a[r + 2, n], a[r + 3, n]
            a4, a5, a6, a7 = a[r + 4, n], a[r + 5, n], a[r + 6, n], a[r + 7, n]
            for m in range(m_end):
                w[n, c + m] += ((a0 * d[q, m] + a1 * d[q + 1, m]) + (a2 * d[q + 2, m] + a3 * d[q + 3, m])) + (
                    (a4 * d[q + 4, m] + a5 * d[q + 5, m]) + (a6 * d[q + 6, m] + a7 * d[q + 7, m])
                )
        i += 8
    while i < rows:
        r, q = a_row + i, d_row + i
        for n in range(n_end):
            a0 = a[r, n]
            for m in range(m_end):
                w[n, c + m] += a0 * d[q, m]
        i += 1


@kernel()
def column_sums(d, rows, c, out):
    """out[m] += sum over the rows of d[row, c + m]."""
    for r in range(rows):
        for m in range(out.size):
            out[m] += d[r, c + m]
