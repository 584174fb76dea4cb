// Dense linear programs: products with rows, updates of an inverse, choices of a column. `up` and
// `down` hold 1 where a variable may rise or fall, 0 where it may not; ties go to the lowest
// column.
//
// Products are rounded before they are added: equal terms of opposite sign leave an exact zero.

#pragma clang fp contract(off)

/// out <- y'A for a row-major A of `rowCount` rows; blocks of sixteen columns stay in registers.
static void combineRows(
    const double *y, const double *a, int32_t rowCount, int32_t stride, double *out) {
  int32_t column = 0;
  for (; column + 16 <= stride; column += 16) {
    Lanes low = {0}, high = {0};
    for (int32_t row = 0; row < rowCount; row++) {
      const double *block = a + (int64_t)row * stride + column;
      low += load(block) * y[row];
      high += load(block + 8) * y[row];
    }
    store(low, out + column);
    store(high, out + column + 8);
  }
  if (column >= stride) return;
  Lanes rest = {0};
  for (int32_t row = 0; row < rowCount; row++) {
    rest += load(a + (int64_t)row * stride + column) * y[row];
  }
  store(rest, out + column);
}

/// x.y over `count` elements, in eight lanes that are added pairwise at the end.
static double dot(const double *x, const double *y, int32_t count) {
  Lanes sums = {0};
  int32_t i = 0;
  for (; i + 8 <= count; i += 8) sums += load(x + i) * load(y + i);
  double even = (sums[0] + sums[4]) + (sums[2] + sums[6]);
  double odd = (sums[1] + sums[5]) + (sums[3] + sums[7]);
  double sum = even + odd;
  for (; i < count; i++) sum += x[i] * y[i];
  return sum;
}

/// Inverse of a basis after column w = B^-1 a took the place of `row`; rows lie together, `count`
/// long.
static void pivotInverse(
    double *inverse, const double *w, int32_t row, int32_t count, double *pivotRow) {
  double *source = inverse + (int64_t)row * count;
  double factor = 1 / w[row];
  for (int32_t i = 0; i < count; i++) pivotRow[i] = source[i] *= factor;
  for (int32_t i = 0; i < count; i++) {
    if (i == row) continue;
    double *target = inverse + (int64_t)i * count;
    for (int32_t k = 0; k < count; k++) target[k] -= w[i] * pivotRow[k];
  }
}

/// Largest of max(-d up, d down) and where it stands first; index -1 where no column violates its
/// sign.
static double worstReducedCost(
    const double *d, const double *up, const double *down, int32_t count, int32_t *index) {
  Lanes best = {0};
  Mask bestIndex = (Mask)(-1), numbers = laneNumbers;
  for (int32_t i = 0; i < count; i += 8) {
    Lanes cost = load(d + i);
    Lanes violation = larger(-cost * load(up + i), cost * load(down + i));
    Mask isBetter = violation > best;
    best = isBetter ? violation : best;
    bestIndex = isBetter ? numbers : bestIndex;
    numbers += 8;
  }
  double value = firstLargest(best, bestIndex, index);
  return value;
}

/// Smallest (max(0, d (up - down)) + allowance) / speed over columns faster than `tolerance`, where
/// the speed is max(-a up, a down) with a = sign alpha; +infinity without one.
static double smallestDualRatio(
    const double *alpha, double sign, const double *d, const double *up, const double *down,
    double allowance, double tolerance, int32_t count) {
  Lanes smallest = (Lanes)(INFINITY);
  for (int32_t i = 0; i < count; i += 8) {
    Lanes rises = load(up + i), falls = load(down + i), a = sign * load(alpha + i);
    Lanes speed = larger(-a * rises, a * falls);
    Lanes slack = larger(load(d + i) * (rises - falls), (Lanes)(0));
    Lanes ratio = (slack + allowance) / speed;
    smallest = ((speed > tolerance) & (ratio < smallest)) ? ratio : smallest;
  }
  return leastLane(smallest);
}

/// Fastest column among those whose ratio, without allowance, is at most `longest`; -1 without one.
static int32_t fastestDualColumn(
    const double *alpha, double sign, const double *d, const double *up, const double *down,
    double longest, double tolerance, int32_t count) {
  Lanes best = {0};
  Mask bestIndex = (Mask)(-1), numbers = laneNumbers;
  for (int32_t i = 0; i < count; i += 8) {
    Lanes rises = load(up + i), falls = load(down + i), a = sign * load(alpha + i);
    Lanes speed = larger(-a * rises, a * falls);
    Lanes slack = larger(load(d + i) * (rises - falls), (Lanes)(0));
    Mask isBetter = (speed > tolerance) & (slack / speed <= longest) & (speed > best);
    best = isBetter ? speed : best;
    bestIndex = isBetter ? numbers : bestIndex;
    numbers += 8;
  }
  int32_t found;
  firstLargest(best, bestIndex, &found);
  return found;
}
