// The kernels for AVX-512 (F, BW, DQ, VL): eight lanes at a time.

#if defined(__x86_64__)
#pragma clang attribute push(                                                        \
    __attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#define LEVEL avx512
#define LEVEL_NAME "avx512"
#include "KernelSource.h"
#pragma clang attribute pop
#endif
