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
    Lanes sums = columnProducts(m, cone->rows, cone->stride, block, normal);
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
INLINE void pivotColumns(
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
    normal[c] = fabs(normal[c]) > rounding ? normal[c] : 0;
    inverse[c * width + m - 1] = normal[c];
  }
  return size;
}

INLINE int32_t invertBasisOf(
    int32_t m, int32_t width, const FarrellCone *cone, const int32_t *members, const double *last,
    double roundingLevel, double *inverse, double *scratch) {
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

/// R <- [g_J, last]^-1 by Gauss and Jordan with partial pivoting; 0 when it is singular.
///
/// What is rounding in the last row is cleared. `scratch` has room for (dimension + 1) * width
/// numbers.
static int32_t invertBasis(
    const FarrellCone *cone, const int32_t *members, const double *last, double roundingLevel,
    double *inverse, double *scratch) {
  WITH_DIMENSION(
      cone->dimension, invertBasisOf, cone, members, last, roundingLevel, inverse, scratch)
}

/// One Newton step on the last row of R: N loses the sum of N.g_i R_i over J, which should be zero
/// and is what updates have left of rounding. Components that are zero stay so.
INLINE void sharpenNormal(
    int32_t m, int32_t width, const int32_t *members, const double *reducedCosts, double *inverse) {
  HalfLanes rest[16] = {0};
  for (int32_t row = 0; row < m - 1; row++) rest[row / 4][row % 4] = reducedCosts[members[row]];
  for (int32_t c = 0; c < m; c++) {
    HalfLanes four = loadHalf(inverse + c * width) * rest[0];
    for (int32_t part = 1; part < (m + 2) / 4; part++) {
      four += loadHalf(inverse + c * width + 4 * part) * rest[part];
    }
    __typeof__(four.lo) two = four.lo + four.hi;
    double *part = inverse + c * width + m - 1;
    double sharper = *part - (two.x + two.y);
    *part = *part == 0 ? 0 : sharper;
  }
}

/// R, J and the normal after the generator of row `leaving` gave way to `entering`, with `factor` =
/// 1 / (R_leaving . g); what is rounding in the normal is cleared. `w` receives R.g. Returns the sum
/// of |N_c|.
///
/// The new R is put together before it is stored, its normal cleared as `clearRounding` does: parts
/// stored one by one hold up who reads them together, and cost a bootstrap 2 to 3 % more time.
INLINE double replaceGenerator(
    int32_t m, int32_t width, const FarrellCone *cone, const double *inverse,
    const int32_t *members, int32_t leaving, int32_t entering, double factor,
    double roundingLevel, Lanes *w, double *newInverse, int32_t *newMembers, double *normal) {
  const double *column = cone->columns + (int64_t)entering * width;
  for (int32_t block = 0; block < width; block += 8) {
    w[block / 8] = (Lanes){0};
    for (int32_t c = 0; c < m; c++) w[block / 8] += load(inverse + c * width + block) * column[c];
  }
  Lanes last[64];
  double size = 0;
  int32_t lastBlock = (m - 1) / 8 * 8;
  for (int32_t c = 0; c < m; c++) {
    double scaled = inverse[c * width + leaving] * factor;
    for (int32_t block = 0; block < width; block += 8) {
      Lanes next = load(inverse + c * width + block) - scaled * w[block / 8];
      next = laneNumbers + block == (int64_t)leaving ? (Lanes)(scaled) : next;
      if (block == lastBlock) {
        last[c] = next;
      } else {
        store(next, newInverse + c * width + block);
      }
    }
    normal[c] = last[c][(m - 1) % 8];
    size += fabs(normal[c]);
  }
  double rounding = roundingLevel * size;
  for (int32_t c = 0; c < m; c++) {
    normal[c] = fabs(normal[c]) > rounding ? normal[c] : 0;
    last[c][(m - 1) % 8] = normal[c];
    store(last[c], newInverse + c * width + lastBlock);
  }
  for (int32_t position = 0; position < m - 1; position++) {
    newMembers[position] = position == leaving ? entering : members[position];
  }
  return size;
}

INLINE int32_t stepFacetOf(
    int32_t m, int32_t width, const FarrellCone *cone, const double *inverse,
    const int32_t *members, int32_t leaving, double sign, const FarrellTolerances *tolerances,
    int32_t isPriced, double *reducedCosts, double *alpha, double *newInverse,
    int32_t *newMembers, double *violation) {
  double row[64], normal[64], least;
  for (int32_t c = 0; c < m; c++) {
    row[c] = sign * inverse[c * width + leaving];
    normal[c] = inverse[c * width + m - 1];
  }
  if (isPriced) {
    productsOf(m, width, row, cone->rows, cone->stride, cone->stride, alpha);
  } else {
    priceWithRow(
        m, width, row, normal, cone->rows, cone->stride, cone->stride, alpha, reducedCosts);
  }
  int32_t entering = harrisColumn(
      cone->stride, alpha, reducedCosts, tolerances->harrisSlack, tolerances->pivot, &least);
  if (entering < 0) return -1;
  Lanes w[8];
  // The pivot is known from the ratio test before R.g is.
  double size = replaceGenerator(
      m, width, cone, inverse, members, leaving, entering, sign / alpha[entering],
      tolerances->roundingLevel, w, newInverse, newMembers, normal);
  *violation = -priceGeneratorsOf(m, width, cone, normal, reducedCosts) / size;
  sharpenNormal(m, width, newMembers, reducedCosts, newInverse);
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
