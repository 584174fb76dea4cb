// A ray against a facet: where it crosses, with which weights, and what the answer is worth.

/// out <- R x.
static void multiplyColumns(
    const double *inverse, int32_t dimension, int32_t width, const double *x, double *out) {
  for (int32_t block = 0; block < width; block += 8) {
    Lanes sums = {0};
    for (int32_t c = 0; c < dimension; c++) sums += load(inverse + c * width + block) * x[c];
    store(sums, out + block);
  }
}

/// R.a and R.b, where components before `split` are zero in b and those from it on in a; general
/// where it is 0.
INLINE void multiplyRay(
    int32_t m, int32_t width, int32_t split, const double *inverse, const double *origin,
    const double *direction, double *alpha, double *weights) {
  for (int32_t block = 0; block < width; block += 8) {
    Lanes along = {0}, from = {0};
    for (int32_t c = 0; c < m; c++) {
      Lanes column = load(inverse + c * width + block);
      if (c < split || split == 0) along += column * direction[c];
      if (c >= split) from += column * origin[c];
    }
    store(along, alpha + block);
    store(from, weights + block);
  }
}

/// Whether a facet has N.a = 0 and lies between the ray and the cone by more than `margin` times
/// the sum of |N_c| (1 + |b_c|).
COLD int provesInfeasible(
    int32_t m, int32_t width, const double *inverse, const double *origin,
    const double *direction, double margin) {
  double height = 0, size = 0;
  for (int32_t c = 0; c < m; c++) {
    double component = inverse[c * width + m - 1];
    if (component * direction[c] != 0) return 0;
    height -= component * origin[c];
    size += fabs(component) * (1 + fabs(origin[c]));
  }
  return height > margin * size;
}

INLINE double crossFacetOf(
    int32_t m, int32_t width, int32_t split, const double *inverse, const double *origin,
    const double *direction, const FarrellTolerances *tolerances, double *alpha, double *weights,
    int32_t *leaving) {
  double slope = 0;  // with a split, no term of N.a is negative
  if (split == 0) {
    for (int32_t c = 0; c < m; c++) slope += fabs(inverse[c * width + m - 1] * direction[c]);
  }
  multiplyRay(m, width, split, inverse, origin, direction, alpha, weights);
  if (!(alpha[m - 1] > tolerances->slope * slope)) {
    return provesInfeasible(m, width, inverse, origin, direction, tolerances->horizon) ? INFINITY
                                                                                       : NAN;
  }
  double t = -weights[m - 1] / alpha[m - 1];
  Lanes least = {0}, size = {0};
  for (int32_t block = 0; block < width; block += 8) {
    Lanes weight = load(weights + block) + t * load(alpha + block);
    // The last weight is zero but for rounding, and lanes beyond it are zero.
    weight = laneNumbers + block == m - 1 ? (Lanes)(0) : weight;
    store(weight, weights + block);
    least = smaller(least, weight);
    size = larger(size, __builtin_elementwise_abs(weight));
  }
  double limit = -tolerances->feasibility * largestLane(size);
  *leaving = -1;
  if (!(leastLane(least) < limit)) return t;
  Lanes best = {0};
  Mask bestRow = (Mask)(-1);
  for (int32_t block = 0; block < width; block += 8) {
    Lanes weight = load(weights + block), norms = {0};
    for (int32_t c = 0; c < m; c++) {
      Lanes part = load(inverse + c * width + block);
      norms += part * part;
    }
    Lanes merit = weight < limit ? weight * weight / norms : (Lanes)(0);
    Mask isBetter = merit > best;
    best = isBetter ? merit : best;
    bestRow = isBetter ? laneNumbers + block : bestRow;
  }
  firstLargest(best, bestRow, leaving);
  return t;
}

/// R.a, R.b and the weights R.b + t R.a with the t that makes the last one zero; returns t.
///
/// Where N.a is not above zero by more than rounding, there is no t: +infinity if the facet proves
/// that the ray never enters the cone, NaN otherwise.
///
/// `leaving` is the row of the largest weight^2 / |R_row|^2 among weights below zero by more than
/// the tolerance, -1 without one.
static double crossFacet(
    const double *inverse, int32_t dimension, int32_t width, const double *origin,
    const double *direction, const FarrellTolerances *tolerances, double *alpha, double *weights,
    int32_t *leaving) {
  (void)width;
  WITH_DIMENSION(
      dimension, crossFacetOf, 0, inverse, origin, direction, tolerances, alpha, weights, leaving)
}

/// Largest |b + t a - sum of weights times generators| relative to the sum of its |terms|, over
/// components.
static double rayResidual(
    const FarrellCone *cone, const int32_t *members, const double *weights, double crossing,
    const double *origin, const double *direction) {
  double worst = 0;
  for (int32_t block = 0; block < cone->width; block += 8) {
    Lanes b = load(origin + block);
    Lanes moved = load(direction + block) * crossing;
    Lanes rest = b + moved;
    Lanes size = __builtin_elementwise_abs(b) + __builtin_elementwise_abs(moved);
    for (int32_t row = 0; row < cone->dimension - 1; row++) {
      const double *column = cone->columns + (int64_t)members[row] * cone->width;
      Lanes part = load(column + block) * weights[row];
      rest -= part;
      size += __builtin_elementwise_abs(part);
    }
    Lanes ratio = size > 0 ? __builtin_elementwise_abs(rest) / size : (Lanes)(0);
    // A sum that is not a number is no small residual.
    if (!allLanes(ratio <= 1.0)) return INFINITY;
    for (int lane = 0; lane < 8; lane++) worst = ratio[lane] > worst ? ratio[lane] : worst;
  }
  return worst;
}

/// Whether `rayResidual` is at most `limit`, without a division; the terms of the generators are
/// summed up only where the ray's own are not enough.
INLINE int hasSmallResidual(
    int32_t m, int32_t width, const FarrellCone *cone, const int32_t *members,
    const double *weights, double crossing, const double *origin, const double *direction,
    double limit) {
  for (int32_t block = 0; block < width; block += 8) {
    Lanes b = load(origin + block);
    Lanes moved = load(direction + block) * crossing;
    Lanes rest = b + moved;
    for (int32_t row = 0; row < m - 1; row++) {
      const double *column = cone->columns + (int64_t)members[row] * width;
      rest -= load(column + block) * weights[row];
    }
    Lanes size = __builtin_elementwise_abs(b) + __builtin_elementwise_abs(moved);
    if (!allLanes(__builtin_elementwise_abs(rest) <= limit * size)) {
      return rayResidual(cone, members, weights, crossing, origin, direction) <= limit;
    }
  }
  return 1;
}

INLINE int32_t answerSplitRays(
    int32_t m, int32_t width, int32_t split, const FarrellCone *cone, const FarrellFacets *facets,
    const FarrellRays *rays, int32_t first, int32_t end, const FarrellTolerances *tolerances,
    double *crossings, int32_t *found, double *alpha, double *weights,
    int32_t *leaving) {
  for (int32_t ray = first; ray < end; ray++) {
    const double *origin = rays->origins + (int64_t)ray * width;
    const double *direction = rays->directions + (int64_t)ray * width;
    int32_t horizon = -1, k;
    if (split > 0) {
      float t;
      k = screenSplitFacets(m, split, facets, origin, direction, &t);
      if (t == INFINITY) k = screenFacets(m, facets, origin, direction, &horizon);
    } else {
      k = screenFacets(m, facets, origin, direction, &horizon);
    }
    if (horizon >= 0) {
      const double *inverse = facets->inverses + (int64_t)horizon * m * width;
      if (provesInfeasible(m, width, inverse, origin, direction, tolerances->horizon)) {
        crossings[ray] = INFINITY;
        found[ray] = horizon;
        continue;
      }
    }
    found[ray] = k;
    crossings[ray] = NAN;
    if (k < 0) return ray;
    const double *inverse = facets->inverses + (int64_t)k * m * width;
    double t = crossFacetOf(
        m, width, split, inverse, origin, direction, tolerances, alpha, weights, leaving);
    crossings[ray] = t;
    if (!(t < INFINITY) || *leaving >= 0) return ray;
    const int32_t *members = facets->members + (int64_t)k * (m - 1);
    if (!hasSmallResidual(
            m, width, cone, members, weights, t, origin, direction, tolerances->residual)) {
      return ray;
    }
  }
  return end;
}

/// Input rays with up to four outputs, the sum of intensities counted, have a loop of their own.
INLINE int32_t answerRaysOf(
    int32_t m, int32_t width, const FarrellCone *cone, const FarrellFacets *facets,
    const FarrellRays *rays, int32_t first, int32_t end, const FarrellTolerances *tolerances,
    double *crossings, int32_t *found, double *alpha, double *weights,
    int32_t *leaving) {
#define ANSWER(SPLIT)                                                                              \
  answerSplitRays(                                                                                 \
      m, width, SPLIT, cone, facets, rays, first, end, tolerances, crossings, found, alpha,        \
      weights, leaving)
  int32_t rest = rays->split > 0 ? m - rays->split : 0;
  if (rest == 1 && m > 1) return ANSWER(m - 1);
  if (rest == 2 && m > 2) return ANSWER(m - 2);
  if (rest == 3 && m > 3) return ANSWER(m - 3);
  if (rest == 4 && m > 4) return ANSWER(m - 4);
  return ANSWER(0);
#undef ANSWER
}

/// Answers rays first ..< end in turn through known facets: t, or +infinity where a facet proves
/// that the ray never enters the cone; `found` is the facet. Stops at the first ray that no facet
/// answers and returns its number, `end` when all are answered. `found` of that ray is the facet to
/// start from, -1 without one; its crossing, `alpha`, `weights` and `leaving` are what `crossFacet`
/// says of that facet.
static int32_t answerRays(
    const FarrellCone *cone, const FarrellFacets *facets, const FarrellRays *rays, int32_t first,
    int32_t end, const FarrellTolerances *tolerances, double *crossings, int32_t *found,
    double *alpha, double *weights, int32_t *leaving) {
  WITH_DIMENSION(
      cone->dimension, answerRaysOf, cone, facets, rays, first, end, tolerances, crossings, found,
      alpha, weights, leaving)
}
