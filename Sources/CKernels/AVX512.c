// The kernels for x86-64-v4: AVX-512, eight lanes at a time.

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define LEVEL avx512
#define LEVEL_NAME "avx512"
#define FUSED
#include "KernelSource.h"
#pragma clang attribute pop
#endif
