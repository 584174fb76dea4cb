// A ray against a facet: where it crosses, with which weights, and what the answer is worth.

/// out <- R x.
INLINE void multiplyColumns(
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
    const double *direction, Lanes *alpha, Lanes *weights) {
  for (int32_t block = 0; block < width; block += 8) {
    Lanes along = load(inverse + block) * direction[0];
    Lanes from = load(inverse + split * width + block) * origin[split];
    for (int32_t c = 1; c < m; c++) {
      Lanes column = load(inverse + c * width + block);
      if (c < split || split == 0) along += column * direction[c];
      if (c > split) from += column * origin[c];
    }
    alpha[block / 8] = along;
    weights[block / 8] = from;
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

/// t = -(N.b) / (N.a), where N.a is above zero by more than rounding. Otherwise there is no t:
/// +infinity if the facet proves that the ray never enters the cone, NaN if not.
INLINE double crossingOf(
    int32_t m, int32_t width, const double *inverse, double height, double slope, double size,
    const double *origin, const double *direction, const FarrellTolerances *tolerances) {
  if (slope > tolerances->slope * size) {
    double t = height / slope;
    return fabs(t) < INFINITY ? t : NAN;
  }
  return provesInfeasible(m, width, inverse, origin, direction, tolerances->horizon) ? INFINITY
                                                                                     : NAN;
}

/// Moves the weights R x to R (x + step a), where that of the last row is zero. Returns the row of
/// the largest weight^2 / |R_row|^2 among weights below zero by more than the tolerance, -1 without
/// one.
INLINE int32_t moveWeights(
    int32_t m, int32_t width, const double *inverse, double step, double feasibility,
    const Lanes *alpha, Lanes *weights) {
  Lanes low = {0}, size = {0};
  for (int32_t block = 0; block < width / 8; block++) weights[block] += step * alpha[block];
  // The last weight is zero but for rounding, and lanes beyond it are zero.
  weights[(m - 1) / 8][(m - 1) % 8] = 0;
  for (int32_t block = 0; block < width / 8; block++) {
    low = smaller(low, weights[block]);
    size = larger(size, __builtin_elementwise_abs(weights[block]));
  }
  double limit = -feasibility * largestLane(size);
  if (!(leastLane(low) < limit)) return -1;
  Lanes best = {0};
  Mask bestRow = (Mask)(-1);
  for (int32_t block = 0; block < width; block += 8) {
    Lanes weight = weights[block / 8], first = load(inverse + block), norms = first * first;
    for (int32_t c = 1; c < m; c++) {
      Lanes part = load(inverse + c * width + block);
      norms += part * part;
    }
    Lanes merit = weight < limit ? weight * weight / norms : (Lanes)(0);
    Mask isBetter = merit > best;
    best = isBetter ? merit : best;
    bestRow = isBetter ? laneNumbers + block : bestRow;
  }
  return indexOfLargest(best, bestRow);
}

INLINE double crossFacetOf(
    int32_t m, int32_t width, int32_t split, const double *inverse, const double *origin,
    const double *direction, const FarrellTolerances *tolerances, Lanes *alpha, Lanes *weights,
    int32_t *leaving) {
  double size = 0;  // with a split, no term of N.a is negative
  if (split == 0) {
    for (int32_t c = 0; c < m; c++) size += fabs(inverse[c * width + m - 1] * direction[c]);
  }
  multiplyRay(m, width, split, inverse, origin, direction, alpha, weights);
  int32_t block = (m - 1) / 8, lane = (m - 1) % 8;
  double t = crossingOf(
      m, width, inverse, -weights[block][lane], alpha[block][lane], size, origin, direction,
      tolerances);
  *leaving = -1;
  if (!(t < INFINITY)) return t;
  *leaving = moveWeights(m, width, inverse, t, tolerances->feasibility, alpha, weights);
  return t;
}

INLINE double crossAndStore(
    int32_t m, int32_t width, const double *inverse, const double *origin,
    const double *direction, const FarrellTolerances *tolerances, double *alpha, double *weights,
    int32_t *leaving) {
  Lanes along[8], weight[8];
  double t = crossFacetOf(
      m, width, 0, inverse, origin, direction, tolerances, along, weight, leaving);
  for (int32_t block = 0; block < width; block += 8) {
    store(along[block / 8], alpha + block);
    store(weight[block / 8], weights + block);
  }
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
      dimension, crossAndStore, inverse, origin, direction, tolerances, alpha, weights, leaving)
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
    const Lanes *weights, double crossing, const double *origin, const double *direction,
    double limit) {
  for (int32_t block = 0; block < width; block += 8) {
    Lanes b = load(origin + block);
    Lanes moved = load(direction + block) * crossing;
    Lanes rest = b + moved;
    for (int32_t row = 0; row < m - 1; row++) {
      const double *column = cone->columns + (int64_t)members[row] * width;
      rest -= load(column + block) * weights[row / 8][row % 8];
    }
    Lanes size = __builtin_elementwise_abs(b) + __builtin_elementwise_abs(moved);
    if (!allLanes(__builtin_elementwise_abs(rest) <= limit * size)) {
      double all[64];
      memcpy(all, weights, sizeof(Lanes) * (size_t)(width / 8));
      return rayResidual(cone, members, all, crossing, origin, direction) <= limit;
    }
  }
  return 1;
}
