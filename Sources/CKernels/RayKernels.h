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

/// R.a and R.b, where components before `split` are zero in b and those from it on in a; general where it is 0.
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

INLINE double crossFacetOf(
    int32_t m, int32_t width, int32_t split, const double *inverse, const double *origin,
    const double *direction, const FarrellTolerances *tolerances, double *alpha, double *weights,
    int32_t *leaving) {
  double slope = 0;  // with a split, no term of N.a is negative
  if (split == 0) {
    for (int32_t c = 0; c < m; c++) slope += fabs(inverse[c * width + m - 1] * direction[c]);
  }
  multiplyRay(m, width, split, inverse, origin, direction, alpha, weights);
  if (!(alpha[m - 1] > tolerances->slope * slope)) return NAN;
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

/// R.a, R.b and the weights R.b + t R.a with the t that makes the last one zero; returns t, or NaN where
/// N.a is not above zero by more than rounding.
///
/// `leaving` is the row of the largest weight^2 / |R_row|^2 among weights below zero by more than the tolerance,
/// -1 without one.
static double crossFacet(
    const double *inverse, int32_t dimension, int32_t width, const double *origin,
    const double *direction, const FarrellTolerances *tolerances, double *alpha, double *weights,
    int32_t *leaving) {
  (void)width;
  WITH_DIMENSION(
      dimension, crossFacetOf, 0, inverse, origin, direction, tolerances, alpha, weights, leaving)
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

/// Whether `rayResidual` is at most `limit`, without a division; the terms of the generators are summed up only
/// where the ray's own are not enough.
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

/// Facet with the largest t = -(N.b) / (N.a) among those with N.a > 0, in single precision; -1 without one.
///
/// `horizon` receives a facet with N.a = 0 that the ray lies beyond, which proves that it never enters the
/// cone; -1 without one.
INLINE int32_t screenFacets(
    int32_t m, int32_t split, const FarrellFacets *facets, const double *origin,
    const double *direction, int32_t *horizon) {
  FloatLanes a[64], b[64];
  for (int32_t c = 0; c < m; c++) {
    a[c] = (FloatLanes)((float)direction[c]);
    b[c] = (FloatLanes)(-(float)origin[c]);
    if (c < split) b[c] = a[c];
  }
  FloatLanes best = (FloatLanes)(-INFINITY);
  FloatMask bestIndex = (FloatMask)(-1), beyond = (FloatMask)(-1);
  FloatMask index = {0, 1, 2, 3, 4, 5, 6, 7};
  int64_t stride = facets->stride;
  const float *end = facets->normals + facets->count;
  for (const float *normals = facets->normals; normals < end; normals += 8) {
    FloatLanes height = {0}, slope = {0};
    if (split > 0) {  // one product a component: a and b share none
      for (int32_t c = 0; c < m; c++) {
        FloatLanes product = loadFloats(normals + c * stride) * b[c];
        if (c < split) {
          slope += product;
        } else {
          height += product;
        }
      }
    } else {
      for (int32_t c = 0; c < m; c++) {
        FloatLanes component = loadFloats(normals + c * stride);
        height += component * b[c];
        slope += component * a[c];
      }
    }
    FloatLanes t = height / slope;
    FloatMask isBetter = (slope > 0) & (t > best);
    best = isBetter ? t : best;
    bestIndex = isBetter ? index : bestIndex;
    beyond = ((slope == 0) & (height > 0)) ? index : beyond;
    index += 8;
  }
  *horizon = __builtin_reduce_max(beyond);
  FloatMask isBest = (best == largestFloat(best)) & (bestIndex >= 0);
  int32_t found = __builtin_reduce_min(isBest ? bestIndex : (FloatMask)(INT32_MAX));
  return found == INT32_MAX ? -1 : found;
}

INLINE int32_t farthestFacetOf(
    int32_t m, int32_t width, const FarrellFacets *facets, const double *origin,
    const double *direction) {
  (void)width;
  int32_t horizon;
  return screenFacets(m, 0, facets, origin, direction, &horizon);
}

static int32_t farthestFacet(
    const FarrellFacets *facets, int32_t dimension, const double *origin,
    const double *direction) {
  WITH_DIMENSION(dimension, farthestFacetOf, facets, origin, direction)
}

/// Whether a facet has N.a = 0 and lies between the ray and the cone by more than rounding.
INLINE int provesInfeasible(
    int32_t m, int32_t width, const double *inverse, const double *origin,
    const double *direction, double margin) {
  double height = 0, size = 0;
  for (int32_t c = 0; c < m; c++) {
    if (inverse[c * width + m - 1] * direction[c] != 0) return 0;
    double term = inverse[c * width + m - 1] * origin[c];
    height -= term;
    size += fabs(term);
  }
  return height > margin * size;
}

INLINE int32_t answerSplitRays(
    int32_t m, int32_t width, int32_t split, const FarrellCone *cone, const FarrellFacets *facets,
    const FarrellRays *rays, int32_t first, int32_t end, const FarrellTolerances *tolerances,
    double *crossings, int32_t *found, double *alpha, double *weights,
    int32_t *leaving) {
  for (int32_t ray = first; ray < end; ray++) {
    const double *origin = rays->origins + (int64_t)ray * width;
    const double *direction = rays->directions + (int64_t)ray * width;
    int32_t horizon;
    int32_t k = screenFacets(m, split, facets, origin, direction, &horizon);
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
    if (!(t == t) || *leaving >= 0) return ray;
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
#define ANSWER(SPLIT)                                                                               \
  answerSplitRays(                                                                                  \
      m, width, SPLIT, cone, facets, rays, first, end, tolerances, crossings, found, alpha, weights, \
      leaving)
  int32_t rest = rays->split > 0 ? m - rays->split : 0;
  if (rest == 1 && m > 1) return ANSWER(m - 1);
  if (rest == 2 && m > 2) return ANSWER(m - 2);
  if (rest == 3 && m > 3) return ANSWER(m - 3);
  if (rest == 4 && m > 4) return ANSWER(m - 4);
  return ANSWER(0);
#undef ANSWER
}

/// Answers rays first ..< end in turn through known facets: t, or +infinity where a facet proves that the ray
/// never enters the cone; `found` is the facet. Stops at the first ray that no facet answers and returns its
/// number, `end` when all are answered. `found` of that ray is the facet to start from, -1 without one; its
/// crossing, `alpha`, `weights` and `leaving` are what `crossFacet` says of that facet.
static int32_t answerRays(
    const FarrellCone *cone, const FarrellFacets *facets, const FarrellRays *rays, int32_t first,
    int32_t end, const FarrellTolerances *tolerances, double *crossings, int32_t *found,
    double *alpha, double *weights, int32_t *leaving) {
  WITH_DIMENSION(
      cone->dimension, answerRaysOf, cone, facets, rays, first, end, tolerances, crossings, found,
      alpha, weights, leaving)
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

INLINE double priceGeneratorsOf(
    int32_t m, int32_t width, const FarrellCone *cone, const double *normal,
    double *reducedCosts) {
  (void)width;
  Lanes least = {0};
  for (int32_t block = 0; block < cone->stride; block += 8) {
    Lanes sums = {0};
    for (int32_t c = 0; c < m; c++) {
      sums += load(cone->rows + (int64_t)c * cone->stride + block) * normal[c];
    }
    store(sums, reducedCosts + block);
    least = smaller(least, sums);
  }
  return leastLane(least);
}

/// reducedCosts <- N.g for every generator; returns the least.
static double priceGenerators(
    const FarrellCone *cone, const double *normal, double *reducedCosts) {
  WITH_DIMENSION(cone->dimension, priceGeneratorsOf, cone, normal, reducedCosts)
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

/// Sets what is rounding beside the largest component of a normal to zero, in the last row of R as well;
/// returns the sum of |N_c|.
INLINE double clearRounding(
    int32_t m, int32_t width, double level, double *normal, double *inverse) {
  double size = 0;
  for (int32_t c = 0; c < m; c++) size += fabs(normal[c]);
  // The sum is at most m times the largest, so the level is kept within that factor.
  double rounding = level * size;
  for (int32_t c = 0; c < m; c++) {
    if (fabs(normal[c]) <= rounding) normal[c] = inverse[c * width + m - 1] = 0;
  }
  return size;
}

/// R <- [g_J, last]^-1 by Gauss and Jordan with partial pivoting; 0 when it is singular.
///
/// What is rounding in the last row is cleared. `scratch` has room for (dimension + 1) * width numbers.
static int32_t invertBasis(
    const FarrellCone *cone, const int32_t *members, const double *last, double roundingLevel,
    double *inverse, double *scratch) {
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
  for (int32_t c = 0; c < m; c++) w[c] = inverse[c * width + m - 1];
  clearRounding(m, width, roundingLevel, w, inverse);
  return 1;
}

/// One Newton step on the last row of R, where it is worth one: N loses the sum of N.g_i R_i over J, which should be zero and is what
/// updates have left of rounding. Components that are zero stay so.
INLINE void sharpenNormal(
    int32_t m, int32_t width, const int32_t *members, const double *reducedCosts, double size,
    double *inverse) {
  double rest[64], largest = 0;
  for (int32_t row = 0; row < width; row++) {
    rest[row] = row < m - 1 ? reducedCosts[members[row]] : 0;
    largest = fabs(rest[row]) > largest ? fabs(rest[row]) : largest;
  }
  if (largest <= 0x1p-52 * size) return;
  for (int32_t c = 0; c < m; c++) {
    Lanes sums = {0};
    for (int32_t block = 0; block < width; block += 8) {
      sums += load(inverse + c * width + block) * load(rest + block);
    }
    __typeof__(sums.lo) four = sums.lo + sums.hi;
    __typeof__(four.lo) two = four.lo + four.hi;
    double *part = inverse + c * width + m - 1;
    *part = *part == 0 ? 0 : *part - (two.x + two.y);
  }
}

INLINE int32_t stepFacetOf(
    int32_t m, int32_t width, const FarrellCone *cone, const double *inverse,
    const int32_t *members, int32_t leaving, double sign, const FarrellTolerances *tolerances,
    int32_t isPriced, double *reducedCosts, double *alpha, double *newInverse,
    int32_t *newMembers, double *violation) {
  double row[64], w[64], normal[64];
  for (int32_t c = 0; c < m; c++) {
    row[c] = sign * inverse[c * width + leaving];
    normal[c] = inverse[c * width + m - 1];
  }
  int32_t entering =
      isPriced ? enteringColumnOf(
                     m, width, row, NULL, cone->rows, cone->stride, cone->stride, reducedCosts,
                     tolerances->harrisSlack, tolerances->pivot, alpha)
               : enteringColumnOf(
                     m, width, row, normal, cone->rows, cone->stride, cone->stride, reducedCosts,
                     tolerances->harrisSlack, tolerances->pivot, alpha);
  if (entering < 0) return -1;
  const double *column = cone->columns + (int64_t)entering * width;
  for (int32_t block = 0; block < width; block += 8) {
    Lanes sums = {0};
    for (int32_t c = 0; c < m; c++) sums += load(inverse + c * width + block) * column[c];
    store(sums, w + block);
  }
  // The pivot is known from the ratio test, to the same bits, before w is.
  double factor = sign / alpha[entering];
  for (int32_t c = 0; c < m; c++) {
    double scaled = inverse[c * width + leaving] * factor;
    for (int32_t block = 0; block < width; block += 8) {
      Lanes next = load(inverse + c * width + block) - scaled * load(w + block);
      store(next, newInverse + c * width + block);
    }
    newInverse[c * width + leaving] = scaled;
    normal[c] = newInverse[c * width + m - 1];
  }
  double size = clearRounding(m, width, tolerances->roundingLevel, normal, newInverse);
  for (int32_t position = 0; position < m - 1; position++) newMembers[position] = members[position];
  newMembers[leaving] = entering;
  *violation = -priceGeneratorsOf(m, width, cone, normal, reducedCosts) / size;
  sharpenNormal(m, width, newMembers, reducedCosts, size, newInverse);
  return entering;
}

/// The facet after a dual pivot: the generator of row `leaving` gives way to the one that keeps every N.g not
/// negative. Returns the generator that enters, -1 without one.
///
/// `sign` is +1 where the weight of the row is negative, -1 where a positive one has to go. `reducedCosts` holds
/// N.g of the old facet, if `isPriced`, and receives that of the new one, whose normal is cleared of rounding;
/// `violation` is the largest -N.g relative to the sum of |N_c|. `alpha` is scratch for one number per generator.
static int32_t stepFacet(
    const FarrellCone *cone, const double *inverse, const int32_t *members, int32_t leaving,
    double sign, const FarrellTolerances *tolerances, int32_t isPriced, double *reducedCosts,
    double *alpha, double *newInverse, int32_t *newMembers, double *violation) {
  WITH_DIMENSION(
      cone->dimension, stepFacetOf, cone, inverse, members, leaving, sign, tolerances, isPriced,
      reducedCosts, alpha, newInverse, newMembers, violation)
}
