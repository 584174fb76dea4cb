// The kernels for x86-64-v3: AVX2, four lanes at a time.

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define LEVEL avx2
#define LEVEL_NAME "avx2"
#define FUSED
#include "KernelSource.h"
#pragma clang attribute pop
#endif
