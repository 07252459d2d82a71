#pragma once

#include <zlib.h>

/* inflateInit2 and deflateInit2 are macros, which Swift cannot call. Window bits 15 + 16: a gzip header and trailer. */

static inline int soleus_inflate_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

static inline int soleus_deflate_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
