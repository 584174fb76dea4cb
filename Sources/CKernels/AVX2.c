// The kernels for AVX2 with FMA: four lanes at a time.

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LEVEL avx2
#define LEVEL_NAME "avx2"
#include "KernelSource.h"
#pragma clang attribute pop
#endif
