// What one core can do at most, with the widest vectors it has.

#include "CRivals.h"

#include <string.h>

#pragma clang fp contract(off)

typedef double Lanes __attribute__((ext_vector_type(8)));

// Independent chains of a <- a x + y: enough to fill both multiplying units, and no more than there are
// registers for.
#define CHAINS(NAME, TARGET, COUNT, STEP)                                           \
  TARGET static double NAME(long steps) {                                           \
    Lanes x = (Lanes)(0.999), y = (Lanes)(1e-3), a[12];                             \
    for (int i = 0; i < COUNT; i++) a[i] = y + (double)i;                              \
    for (long step = 0; step < steps; step += COUNT) {                              \
      _Pragma("unroll") for (int i = 0; i < COUNT; i++) a[i] = STEP;                   \
    }                                                                               \
    Lanes sum = {0};                                                                \
    for (int i = 0; i < COUNT; i++) sum += a[i];                                       \
    return __builtin_reduce_max(sum);                                               \
  }

// Sum of `count` numbers, a multiple of 64, read `passes` times.
#define READING(NAME, TARGET)                                                       \
  TARGET static double NAME(const double *x, long count, long passes) {             \
    Lanes sums[4] = {0};                                                            \
    for (long pass = 0; pass < passes; pass++) {                                    \
      for (long i = 0; i < count; i += 32) {                                        \
        _Pragma("unroll") for (int k = 0; k < 4; k++) {                             \
          Lanes part;                                                               \
          memcpy(&part, x + i + 8 * k, sizeof part);                                \
          sums[k] += part;                                                          \
        }                                                                           \
      }                                                                             \
    }                                                                               \
    return __builtin_reduce_max(sums[0] + sums[1] + sums[2] + sums[3]);             \
  }

CHAINS(separateBaseline, , 2, a[i] * x + y)
READING(readBaseline, )
#if defined(__x86_64__)
#define AVX2 __attribute__((target("arch=x86-64-v3")))
#define AVX512 __attribute__((target("arch=x86-64-v4")))
CHAINS(separateAVX2, AVX2, 6, a[i] * x + y)
CHAINS(separateAVX512, AVX512, 12, a[i] * x + y)
CHAINS(fusedAVX2, AVX2, 6, __builtin_elementwise_fma(a[i], x, y))
CHAINS(fusedAVX512, AVX512, 12, __builtin_elementwise_fma(a[i], x, y))
READING(readAVX2, AVX2)
READING(readAVX512, AVX512)

static int level(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("x86-64-v4") ? 2 : __builtin_cpu_supports("x86-64-v3") ? 1 : 0;
}

double roofline_separate(long steps) {
  int l = level();
  return l == 2 ? separateAVX512(steps) : l == 1 ? separateAVX2(steps) : separateBaseline(steps);
}

double roofline_fused(long steps) {
  int l = level();
  return l == 2 ? fusedAVX512(steps) : l == 1 ? fusedAVX2(steps) : separateBaseline(steps);
}

double roofline_read(const double *x, long count, long passes) {
  int l = level();
  return l == 2   ? readAVX512(x, count, passes)
         : l == 1 ? readAVX2(x, count, passes)
                  : readBaseline(x, count, passes);
}
#else
double roofline_separate(long steps) { return separateBaseline(steps); }
double roofline_fused(long steps) { return separateBaseline(steps); }
double roofline_read(const double *x, long count, long passes) {
  return readBaseline(x, count, passes);
}
#endif
