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
  if (__builtin_cpu_supports("x86-64-v3")) farrell_chosen_kernels = &farrell_kernels_avx2;
  if (wish && strcmp(wish, "avx2") == 0) return;
  if (__builtin_cpu_supports("x86-64-v4")) farrell_chosen_kernels = &farrell_kernels_avx512;
#endif
}
