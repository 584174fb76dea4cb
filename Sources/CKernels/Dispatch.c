#include "CKernels.h"

#include <stdlib.h>
#include <string.h>

extern const FarrellKernels farrell_kernels_baseline;
#if defined(__x86_64__)
extern const FarrellKernels farrell_kernels_avx2;
extern const FarrellKernels farrell_kernels_avx512;

static int hasAVX2(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static int hasAVX512(void) {
  return hasAVX2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}
#endif

const FarrellKernels *farrell_chosen_kernels = &farrell_kernels_baseline;

const FarrellKernels *farrell_kernel_set(int32_t index) {
  if (index == 0) return &farrell_kernels_baseline;
#if defined(__x86_64__)
  if (index == 1 && hasAVX2()) return &farrell_kernels_avx2;
  if (index == 2 && hasAVX512()) return &farrell_kernels_avx512;
#endif
  return NULL;
}

__attribute__((constructor)) static void choose(void) {
  const char *wish = getenv("FARRELL_KERNELS");
  const FarrellKernels *set;
  for (int32_t index = 0; (set = farrell_kernel_set(index)); index++) {
    farrell_chosen_kernels = set;
    if (wish && strcmp(wish, set->name) == 0) return;
  }
}
