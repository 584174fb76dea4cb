// Facets and rays: see "FacetPool" and "RaySolver" in LinearProgramming.

/// out <- R x.
static void multiplyColumns(
    const double *inverse, int32_t dimension, int32_t width, const double *x, double *out) {
  for (int32_t block = 0; block < width; block += 8) {
    Lanes sums = {0};
    for (int32_t c = 0; c < dimension; c++) sums += load(inverse + c * width + block) * x[c];
    store(sums, out + block);
  }
}

/// out <- R x for an x that is zero outside of first ..< end.
INLINE void multiplyRange(
    const double *inverse, int32_t width, const double *x, int32_t first, int32_t end,
    double *out) {
  for (int32_t block = 0; block < width; block += 8) {
    Lanes sums = {0};
    for (int32_t c = first; c < end; c++) sums += load(inverse + c * width + block) * x[c];
    store(sums, out + block);
  }
}

INLINE double magnitude(
    const double *inverse, int32_t dimension, int32_t width, const double *x, int32_t first,
    int32_t end) {
  double size = 0;
  for (int32_t c = first; c < end; c++) size += fabs(inverse[c * width + dimension - 1] * x[c]);
  return size;
}

/// R.a, R.b and the weights R.b + t R.a with the t that makes the last one zero; returns t, or NaN where
/// N.a is not above `slope`, relative to its terms.
static double crossFacet(
    const double *inverse, int32_t dimension, int32_t width, const double *origin,
    const double *direction, double slope, double *alpha, double *weights) {
  int32_t last = dimension - 1;
  multiplyColumns(inverse, dimension, width, direction, alpha);
  multiplyColumns(inverse, dimension, width, origin, weights);
  if (!(alpha[last] > slope * magnitude(inverse, dimension, width, direction, 0, dimension))) {
    return NAN;
  }
  double t = -weights[last] / alpha[last];
  for (int32_t block = 0; block < width; block += 8) {
    store(load(weights + block) + t * load(alpha + block), weights + block);
  }
  weights[last] = 0;
  return t;
}

/// Largest |b + t a - sum of weights times generators| relative to the sum of its |terms|, over components.
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

/// Whether `rayResidual` is at most `limit`, without a division.
INLINE int hasSmallResidual(
    const FarrellCone *cone, const int32_t *members, const double *weights, double crossing,
    const double *origin, const double *direction, double limit) {
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
    if (!allLanes(__builtin_elementwise_abs(rest) <= limit * size)) return 0;
  }
  return 1;
}

/// Facet with the largest t = -(N.b) / (N.a) among those with N.a > 0, in single precision; -1 without one.
///
/// `horizon` receives a facet with N.a = 0 that the ray lies beyond, which proves that it never enters the
/// cone; -1 without one.
INLINE int32_t screenFacets(
    const FarrellFacets *facets, const double *origin, const double *direction, int32_t originFirst,
    int32_t originEnd, int32_t directionFirst, int32_t directionEnd, int32_t *horizon) {
  FloatLanes best = (FloatLanes)(-INFINITY);
  FloatMask bestIndex = (FloatMask)(-1), beyond = (FloatMask)(-1);
  FloatMask index = {0, 1, 2, 3, 4, 5, 6, 7};
  for (int32_t k = 0; k < facets->count; k += 8) {
    FloatLanes height = {0}, slope = {0};
    const float *normals = facets->normals + k;
    for (int32_t c = originFirst; c < originEnd; c++) {
      height -= loadFloats(normals + (int64_t)c * facets->stride) * (float)origin[c];
    }
    for (int32_t c = directionFirst; c < directionEnd; c++) {
      slope += loadFloats(normals + (int64_t)c * facets->stride) * (float)direction[c];
    }
    FloatLanes t = height / slope;
    FloatMask isBetter = (slope > 0) & (t > best);
    best = isBetter ? t : best;
    bestIndex = isBetter ? index : bestIndex;
    beyond = ((slope == 0) & (height > 0)) ? index : beyond;
    index += 8;
  }
  *horizon = __builtin_reduce_max(beyond);
  float value = __builtin_reduce_max(best);
  FloatMask candidates =
      ((best == value) & (bestIndex >= 0)) ? bestIndex : (FloatMask)(INT32_MAX);
  int32_t found = __builtin_reduce_min(candidates);
  return found == INT32_MAX ? -1 : found;
}

static int32_t farthestFacet(
    const FarrellFacets *facets, int32_t width, const FarrellRays *rays, int32_t ray,
    int32_t *horizon) {
  return screenFacets(
      facets, rays->origins + (int64_t)ray * width, rays->directions + (int64_t)ray * width,
      rays->originFirst, rays->originEnd, rays->directionFirst, rays->directionEnd, horizon);
}

/// Whether facet `k` has N.a = 0 and lies between the ray and the cone by more than rounding.
INLINE int provesInfeasible(
    const double *inverse, int32_t dimension, int32_t width, const double *origin,
    const double *direction, const FarrellRays *rays, double margin) {
  double height = 0, size = 0;
  for (int32_t c = rays->directionFirst; c < rays->directionEnd; c++) {
    if (inverse[c * width + dimension - 1] * direction[c] != 0) return 0;
  }
  for (int32_t c = rays->originFirst; c < rays->originEnd; c++) {
    double term = inverse[c * width + dimension - 1] * origin[c];
    height -= term;
    size += fabs(term);
  }
  return height > margin * size;
}

/// Answers rays first ..< end in turn through known facets: t, or +infinity where a facet proves that the ray
/// never enters the cone; `found` is the facet. Stops at the first ray that no facet answers, whose `found`
/// is the facet to start from, -1 without one, and returns its number; `end` when all are answered.
static int32_t answerRays(
    const FarrellCone *cone, const FarrellFacets *facets, const FarrellRays *rays, int32_t first,
    int32_t end, const FarrellTolerances *tolerances, double *crossings, int32_t *found) {
  int32_t m = cone->dimension, width = cone->width;
  double alpha[64], weights[64];
  for (int32_t ray = first; ray < end; ray++) {
    const double *origin = rays->origins + (int64_t)ray * width;
    const double *direction = rays->directions + (int64_t)ray * width;
    int32_t horizon;
    int32_t k = screenFacets(
        facets, origin, direction, rays->originFirst, rays->originEnd, rays->directionFirst,
        rays->directionEnd, &horizon);
    if (horizon >= 0) {
      const double *inverse = facets->inverses + (int64_t)horizon * m * width;
      if (provesInfeasible(
              inverse, m, width, origin, direction, rays, tolerances->horizon)) {
        crossings[ray] = INFINITY;
        found[ray] = horizon;
        continue;
      }
    }
    found[ray] = k;
    if (k < 0) return ray;
    const double *inverse = facets->inverses + (int64_t)k * m * width;
    multiplyRange(inverse, width, direction, rays->directionFirst, rays->directionEnd, alpha);
    multiplyRange(inverse, width, origin, rays->originFirst, rays->originEnd, weights);
    double size = magnitude(inverse, m, width, direction, rays->directionFirst, rays->directionEnd);
    if (!(alpha[m - 1] > tolerances->slope * size)) return ray;
    double t = -weights[m - 1] / alpha[m - 1];
    Lanes least = {0}, largest = {0};
    for (int32_t block = 0; block < width; block += 8) {
      Lanes weight = load(weights + block) + t * load(alpha + block);
      store(weight, weights + block);
      if (block + 8 >= width) weight[m - 1 - block] = 0;
      least = smaller(least, weight);
      largest = larger(largest, weight);
    }
    double low = __builtin_reduce_min(least), high = __builtin_reduce_max(largest);
    if (!(-low <= tolerances->feasibility * high)) return ray;
    const int32_t *members = facets->members + (int64_t)k * (m - 1);
    if (!hasSmallResidual(cone, members, weights, t, origin, direction, tolerances->residual)) {
      return ray;
    }
    crossings[ray] = t;
  }
  return end;
}

/// Squared length of every row of R.
static void squaredRowNorms(const double *inverse, int32_t dimension, int32_t width, double *out) {
  for (int32_t block = 0; block < width; block += 8) {
    Lanes sums = {0};
    for (int32_t c = 0; c < dimension; c++) {
      Lanes part = load(inverse + c * width + block);
      sums += part * part;
    }
    store(sums, out + block);
  }
}

/// Row of the largest weight^2 / |R_row|^2 among weights below -tolerance; -1 without one.
static int32_t leavingRow(
    const double *inverse, int32_t dimension, int32_t width, const double *weights,
    double tolerance) {
  double best = 0;
  int32_t found = -1;
  for (int32_t block = 0; block < width; block += 8) {
    Lanes weight = load(weights + block);
    Mask isNegative = weight < -tolerance;
    if (!anyLane(isNegative)) continue;
    Lanes norms = {0};
    for (int32_t c = 0; c < dimension; c++) {
      Lanes part = load(inverse + c * width + block);
      norms += part * part;
    }
    Lanes merit = isNegative ? weight * weight / norms : (Lanes)(0);
    for (int lane = 0; lane < 8; lane++) {
      if (merit[lane] > best && block + lane < dimension - 1) {
        best = merit[lane];
        found = block + lane;
      }
    }
  }
  return found;
}

/// reducedCosts <- N.g for every generator; returns the least.
static double priceGenerators(
    const FarrellCone *cone, const double *normal, double *reducedCosts) {
  Lanes least = {0};
  for (int32_t block = 0; block < cone->stride; block += 8) {
    Lanes sums = {0};
    for (int32_t c = 0; c < cone->dimension; c++) {
      sums += load(cone->rows + (int64_t)c * cone->stride + block) * normal[c];
    }
    store(sums, reducedCosts + block);
    least = smaller(least, sums);
  }
  return __builtin_reduce_min(least);
}

/// R after the generator of `row` is replaced by one with R.g = w, w[row] not 0.
static void pivotColumns(
    double *inverse, int32_t dimension, int32_t width, int32_t row, const double *w) {
  double pivot = w[row];
  for (int32_t c = 0; c < dimension; c++) {
    double *start = inverse + c * width;
    double scaled = start[row] / pivot;
    for (int32_t block = 0; block < width; block += 8) {
      store(load(start + block) - scaled * load(w + block), start + block);
    }
    start[row] = scaled;
  }
}

/// R <- [g_J, last]^-1 by Gauss and Jordan with partial pivoting; 0 when it is singular.
///
/// `scratch` has room for (dimension + 2) * width numbers.
static int32_t invertBasis(
    const FarrellCone *cone, const int32_t *members, const double *last, double *inverse,
    double *scratch) {
  int32_t m = cone->dimension, width = cone->width;
  double *work = scratch, *w = scratch + m * width;
  int32_t rowOf[64];
  uint64_t taken = 0;
  memset(work, 0, sizeof(double) * (size_t)(m * width));
  for (int32_t c = 0; c < m; c++) work[c * width + c] = 1;
  for (int32_t position = 0; position < m; position++) {
    const double *column =
        position < m - 1 ? cone->columns + (int64_t)members[position] * width : last;
    multiplyColumns(work, m, width, column, w);
    int32_t row = -1;
    double largest = 0;
    for (int32_t r = 0; r < m; r++) {
      if (!(taken >> r & 1) && fabs(w[r]) > largest) {
        largest = fabs(w[r]);
        row = r;
      }
    }
    if (row < 0 || !(largest > 1e-14)) return 0;
    taken |= (uint64_t)1 << row;
    rowOf[position] = row;
    pivotColumns(work, m, width, row, w);
  }
  for (int32_t c = 0; c < m; c++) {
    for (int32_t position = 0; position < m; position++) {
      inverse[c * width + position] = work[c * width + rowOf[position]];
    }
    for (int32_t position = m; position < width; position++) inverse[c * width + position] = 0;
  }
  return 1;
}
