#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

// Kernels of the engine, compiled once for every instruction set they are worth having on, and
// chosen when the program starts. Sums run in lanes of fixed number and order, and products are fused
// with them by the same rule everywhere, so all sets that can fuse give the same bits; those of the
// baseline of x86-64, which cannot, differ by rounding.
//
// Strides are counted in elements and are multiples of eight; what lies between a count and its
// stride is zero. Nothing allocates, and arguments that are written overlap no others.

/// A cone: `count` generators of `dimension` components.
typedef struct {
  int32_t dimension;
  int32_t count;
  /// Elements between components of `rows`.
  int32_t stride;
  /// Elements between generators of `columns`: the dimension, padded.
  int32_t width;
  /// Component c of generator j at c * stride + j.
  const double *rows;
  /// The same at j * width + c.
  const double *columns;
  /// `rows` in single precision: good enough to choose a generator.
  const float *floatRows;
} FarrellCone;

/// Verified facets of a cone.
typedef struct {
  int32_t count;
  /// Largest count there is room for; behind the facets lie two slots more, in which the next are made.
  int32_t limit;
  /// Whether the caller can make more room: a ray for which there is none is left then, with the pool as it
  /// was before, and `wantsRoom` is set. Otherwise facets for which there is no room are not kept.
  int32_t canGrow, wantsRoom;
  /// Elements between components of `normals`.
  int32_t stride;
  /// Component c of normal k at c * stride + k, in single precision: good enough to choose a facet.
  float *normals;
  /// Inverse of facet k at k * dimension * width: R of [g_J, h], column after column; its last row
  /// is N.
  double *inverses;
  /// J of facet k at k * (dimension - 1).
  int32_t *members;
  /// Pivots since the inverse of facet k was computed from its generators.
  int32_t *updateCounts;
} FarrellFacets;

/// Rays b + t a; component c of ray i at i * width + c.
typedef struct {
  const double *origins;
  const double *directions;
  /// The same in single precision, eight rays side by side: component c of ray i at
  /// (i / 8 * dimension + c) * 8 + i % 8.
  const float *floatOrigins;
  const float *floatDirections;
  /// Components before it are zero in every origin, those from it on in every direction, and no
  /// direction is negative; 0 where no such number is known.
  int32_t split;
} FarrellRays;

/// What an answer must satisfy: see "RayTolerances" in LinearProgramming.
typedef struct {
  /// Least weight, relative to the largest, that counts as not negative.
  double feasibility;
  /// Largest |b + t a - sum of weighted generators|, relative to the sum of |terms|, by component.
  double residual;
  /// Least N.a, relative to the sum of |N_c a_c|, that is told from zero.
  double slope;
  /// Least -(N.b), relative to the sum of |N_c| (1 + |b_c|), that proves a ray with N.a = 0
  /// infeasible.
  double horizon;
  /// Slack of Harris' first pass, least pivot element, and the size beside the largest below which
  /// a component of a normal is rounding.
  double harrisSlack, pivot, roundingLevel;
  /// Least pivot element, relative to the sum of |R_leaving|, that single precision tells from zero.
  double floatPivot;
  /// Largest -N.g, relative to the sum of |N_c|.
  double dualResidual;
  /// Most pivots of a ray, and between two inversions.
  int32_t pivotLimit, refactorInterval;
} FarrellTolerances;

/// Scratch of one worker, and what it counts.
typedef struct {
  /// R_leaving.g and N.g: a number for each generator.
  double *rowProducts, *reducedCosts;
  /// Rays answered by a facet that was known, without a pivot.
  int32_t hits;
  int32_t pivots;
} FarrellWork;

typedef struct {
  const char *name;

  // Facets and rays.
  int32_t (*answerRays)(
      const FarrellCone *cone, FarrellFacets *facets, const FarrellRays *rays, int32_t first,
      int32_t end, const FarrellTolerances *tolerances, FarrellWork *work, double *crossings,
      int32_t *found);
  int32_t (*farthestFacet)(
      const FarrellFacets *facets, int32_t dimension, const double *origin,
      const double *direction);
  double (*crossFacet)(
      const double *inverse, int32_t dimension, int32_t width, const double *origin,
      const double *direction, const FarrellTolerances *tolerances, double *alpha, double *weights,
      int32_t *leaving);
  double (*rayResidual)(
      const FarrellCone *cone, const int32_t *members, const double *weights, double crossing,
      const double *origin, const double *direction);
  double (*priceGenerators)(const FarrellCone *cone, const double *normal, double *reducedCosts);
  int32_t (*stepFacet)(
      const FarrellCone *cone, const double *inverse, const int32_t *members, int32_t leaving,
      double sign, const FarrellTolerances *tolerances, int32_t isPriced, double *reducedCosts,
      double *alpha, double *newInverse, int32_t *newMembers, double *violation);
  void (*multiplyColumns)(
      const double *inverse, int32_t dimension, int32_t width, const double *x, double *out);
  void (*pivotColumns)(
      double *inverse, int32_t dimension, int32_t width, int32_t row, const double *w);
  void (*squaredRowNorms)(const double *inverse, int32_t dimension, int32_t width, double *out);
  int32_t (*invertBasis)(
      const FarrellCone *cone, const int32_t *members, const double *last, double roundingLevel,
      double *inverse, double *scratch);

  // Pricing of many columns.
  int32_t (*screenColumns)(
      const float *columns, int32_t stride, int32_t first, int32_t end, int32_t dimension,
      const float *prices, const float *thresholds, int32_t *hits);
  void (*productsWithColumns)(
      const double *price, const double *columns, int32_t stride, int32_t count, int32_t dimension,
      double *out);
  int32_t (*enteringColumn)(
      const double *row, const double *columns, int32_t dimension, int32_t stride, int32_t count,
      const double *reducedCosts, double allowance, double tolerance, double *alpha);
  double (*lowestProduct)(
      const double *price, const double *columns, int32_t stride, int32_t first, int32_t end,
      int32_t dimension, int32_t *index);
  int32_t (*countProducts)(
      const double *price, const double *columns, int32_t stride, int32_t first, int32_t end,
      int32_t dimension, double limit);

  // Rows of dense programs.
  void (*combineRows)(
      const double *y, const double *a, int32_t rowCount, int32_t stride, double *out);
  double (*dot)(const double *x, const double *y, int32_t count);
  void (*pivotInverse)(
      double *inverse, const double *w, int32_t row, int32_t count, double *pivotRow);
  double (*worstReducedCost)(
      const double *d, const double *up, const double *down, int32_t count, int32_t *index);
  double (*smallestDualRatio)(
      const double *alpha, double sign, const double *d, const double *up, const double *down,
      double allowance, double tolerance, int32_t count);
  int32_t (*fastestDualColumn)(
      const double *alpha, double sign, const double *d, const double *up, const double *down,
      double longest, double tolerance, int32_t count);
} FarrellKernels;

/// What ``farrell_kernels`` returns.
extern const FarrellKernels *farrell_chosen_kernels;

/// The kernels for this processor, or for the lesser instruction set that the environment variable
/// FARRELL_KERNELS asks for (baseline, avx2, avx512); chosen once, before main.
static inline const FarrellKernels *farrell_kernels(void) { return farrell_chosen_kernels; }

/// Set number `index` among those this processor can run, from the least on; NULL beyond the last.
const FarrellKernels *_Nullable farrell_kernel_set(int32_t index);

#pragma clang assume_nonnull end
