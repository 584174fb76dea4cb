// From facet to facet: pricing, the dual step, inversion. See "RaySolver" in LinearProgramming.

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

/// Sets what is rounding beside the largest component of a normal to zero, in the last row of R as
/// well; returns the sum of |N_c|.
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
/// What is rounding in the last row is cleared. `scratch` has room for (dimension + 1) * width
/// numbers.
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

/// One Newton step on the last row of R, where it is worth one: N loses the sum of N.g_i R_i over
/// J, which should be zero and is what updates have left of rounding. Components that are zero stay
/// so.
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
                     m, width, row, cone->rows, cone->stride, cone->stride, reducedCosts, NULL,
                     NULL, tolerances->harrisSlack, tolerances->pivot, alpha)
               : enteringColumnOf(
                     m, width, row, cone->rows, cone->stride, cone->stride, NULL, normal,
                     reducedCosts, tolerances->harrisSlack, tolerances->pivot, alpha);
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

/// The facet after a dual pivot: the generator of row `leaving` gives way to the one that keeps
/// every N.g not negative. Returns the generator that enters, -1 without one.
///
/// `sign` is +1 where the weight of the row is negative, -1 where a positive one has to go.
/// `reducedCosts` holds N.g of the old facet, if `isPriced`, and receives that of the new one,
/// whose normal is cleared of rounding; `violation` is the largest -N.g relative to the sum of
/// |N_c|. `alpha` is scratch for one number per generator.
static int32_t stepFacet(
    const FarrellCone *cone, const double *inverse, const int32_t *members, int32_t leaving,
    double sign, const FarrellTolerances *tolerances, int32_t isPriced, double *reducedCosts,
    double *alpha, double *newInverse, int32_t *newMembers, double *violation) {
  WITH_DIMENSION(
      cone->dimension, stepFacetOf, cone, inverse, members, leaving, sign, tolerances, isPriced,
      reducedCosts, alpha, newInverse, newMembers, violation)
}
