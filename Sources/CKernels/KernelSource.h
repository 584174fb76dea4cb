// The kernels in portable vector code; included once for each instruction set, with LEVEL as its
// name.
//
// A vector has eight lanes, sixteen in screenColumns, whatever the registers hold: the compiler
// splits it. Products are fused with the sums of the same expression where the instructions exist,
// except in ProgramKernels.h.

#include "CKernels.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#pragma clang fp contract(on)
#pragma clang diagnostic ignored "-Wpsabi"

#define JOIN(a, b) a##b
#define NAME(a, b) JOIN(a, b)
#define INLINE static inline __attribute__((always_inline))
#define COLD static __attribute__((cold, noinline))

typedef double Lanes __attribute__((ext_vector_type(8)));
typedef double HalfLanes __attribute__((ext_vector_type(4)));
typedef int64_t Mask __attribute__((ext_vector_type(8)));
typedef float FloatLanes __attribute__((ext_vector_type(8)));
typedef int32_t FloatMask __attribute__((ext_vector_type(8)));

INLINE Lanes load(const double *x) {
  Lanes value;
  memcpy(&value, x, sizeof value);
  return value;
}
INLINE HalfLanes loadHalf(const double *x) {
  HalfLanes value;
  memcpy(&value, x, sizeof value);
  return value;
}
INLINE FloatLanes loadFloats(const float *x) {
  FloatLanes value;
  memcpy(&value, x, sizeof value);
  return value;
}
INLINE void store(Lanes value, double *x) { memcpy(x, &value, sizeof value); }
INLINE Lanes larger(Lanes a, Lanes b) { return b > a ? b : a; }
INLINE Lanes smaller(Lanes a, Lanes b) { return b < a ? b : a; }
INLINE int anyLane(Mask mask) { return __builtin_reduce_or(mask) != 0; }
INLINE int allLanes(Mask mask) { return __builtin_reduce_and(mask) != 0; }

#define REDUCE(X, RELATION)                            \
  __typeof__(X.lo) four = X.hi RELATION X.lo ? X.hi : X.lo; \
  __typeof__(four.lo) two = four.hi RELATION four.lo ? four.hi : four.lo; \
  return two.y RELATION two.x ? two.y : two.x;
INLINE double leastLane(Lanes x) { REDUCE(x, <) }
INLINE double largestLane(Lanes x) { REDUCE(x, >) }
INLINE float largestFloat(FloatLanes x) { REDUCE(x, >) }
#undef REDUCE

/// Number of the first lane that is set; 0 without one.
#define FIRST_LANE(MASK)                                                \
  typedef bool Bits __attribute__((ext_vector_type(8)));                \
  Bits isSet = __builtin_convertvector(MASK, Bits);                     \
  uint8_t bits;                                                         \
  memcpy(&bits, &isSet, 1);                                             \
  return __builtin_ctz(bits | 0x100) & 7;
INLINE int firstLane(Mask mask) { FIRST_LANE(mask) }
INLINE int firstFloatLane(FloatMask mask) { FIRST_LANE(mask) }
#undef FIRST_LANE

static const Mask laneNumbers = {0, 1, 2, 3, 4, 5, 6, 7};

/// The largest lane and its index, the lowest index among equals; lanes of index -1 do not count,
/// and 0 and -1 are returned where there are no others.
INLINE double firstLargest(Lanes values, Mask indices, int32_t *index) {
  double best = largestLane(indices >= 0 ? values : (Lanes)(-INFINITY));
  int64_t found = __builtin_reduce_min(
      ((indices >= 0) & (values == best)) ? indices : (Mask)(INT64_MAX));
  *index = found == INT64_MAX ? -1 : (int32_t)found;
  return found == INT64_MAX ? 0 : best;
}

/// The index of the largest lane; of equal ones that of the lowest lane.
INLINE int32_t indexOfLargest(Lanes values, Mask indices) {
  int64_t all[8];
  memcpy(all, &indices, sizeof all);
  return (int32_t)all[firstLane(values == largestLane(values))];
}

/// Calls FUNCTION with the dimension as a constant where it is small, so that loops over components
/// unroll.
#define WITH_DIMENSION(DIMENSION, FUNCTION, ...)             \
  switch (DIMENSION) {                                       \
    case 2: return FUNCTION(2, 8, __VA_ARGS__);              \
    case 3: return FUNCTION(3, 8, __VA_ARGS__);              \
    case 4: return FUNCTION(4, 8, __VA_ARGS__);              \
    case 5: return FUNCTION(5, 8, __VA_ARGS__);              \
    case 6: return FUNCTION(6, 8, __VA_ARGS__);              \
    case 7: return FUNCTION(7, 8, __VA_ARGS__);              \
    case 8: return FUNCTION(8, 8, __VA_ARGS__);              \
    default: return FUNCTION(DIMENSION, (DIMENSION + 7) / 8 * 8, __VA_ARGS__); \
  }

#include "ScreenKernels.h"
#include "PricingKernels.h"
#include "RayKernels.h"
#include "FacetKernels.h"
#include "PoolKernels.h"
#include "ProgramKernels.h"

const FarrellKernels NAME(farrell_kernels_, LEVEL) = {
    .name = LEVEL_NAME,
    .answerRays = answerRays,
    .farthestFacet = farthestFacet,
    .crossFacet = crossFacet,
    .rayResidual = rayResidual,
    .priceGenerators = priceGenerators,
    .stepFacet = stepFacet,
    .multiplyColumns = multiplyColumns,
    .pivotColumns = pivotColumns,
    .squaredRowNorms = squaredRowNorms,
    .invertBasis = invertBasis,
    .screenColumns = screenColumns,
    .productsWithColumns = productsWithColumns,
    .enteringColumn = enteringColumn,
    .lowestProduct = lowestProduct,
    .countProducts = countProducts,
    .combineRows = combineRows,
    .dot = dot,
    .pivotInverse = pivotInverse,
    .worstReducedCost = worstReducedCost,
    .smallestDualRatio = smallestDualRatio,
    .fastestDualColumn = fastestDualColumn,
};
