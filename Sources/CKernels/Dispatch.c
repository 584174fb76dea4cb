#include "CKernels.h"

#include <stdlib.h>
#include <string.h>

extern const FarrellKernels farrell_kernels_baseline;
#if defined(__x86_64__)
extern const FarrellKernels farrell_kernels_avx2;
extern const FarrellKernels farrell_kernels_avx512;
#endif

const FarrellKernels *farrell_chosen_kernels = &farrell_kernels_baseline;

__attribute__((constructor)) static void choose(void) {
#if defined(__x86_64__)
  const char *wish = getenv("FARRELL_KERNELS");
  __builtin_cpu_init();
  if (wish && strcmp(wish, "baseline") == 0) return;
  int hasAVX2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (!hasAVX2) return;
  farrell_chosen_kernels = &farrell_kernels_avx2;
  if (wish && strcmp(wish, "avx2") == 0) return;
  int hasAVX512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (hasAVX512) farrell_chosen_kernels = &farrell_kernels_avx512;
#endif
}
