import TestSupport
import Testing

@testable import DenseKernels

@Suite("Kernels")
struct KernelTests {
  /// Lengths around the lane count, where tails begin and end.
  static let lengths = [0, 1, 7, 8, 9, 16, 31, 64, 100]

  static func vector(_ count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Double.random(in: -1...1, using: &random) }
  }

  @Test("the dot product is the sum of products", arguments: lengths)
  func dotProduct(count: Int) {
    let (x, y) = (Self.vector(count, seed: 1), Self.vector(count, seed: 2))
    let expected = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    let found = unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        guard let a = x.baseAddress, let b = y.baseAddress else { return 0.0 }
        return unsafe dot(a, b, count: count)
      }
    }
    #expect(abs(found - expected) <= 1e-15 * Double(count + 1))  // order of summation
  }

  @Test("subtracting a multiple changes each element by it", arguments: lengths)
  func subtraction(count: Int) {
    let x = Scratch(count: count, repeating: 0.0)
    let y = Scratch(count: count, repeating: 0.0)
    for i in 0..<count { (x[i], y[i]) = (Double(i), 1) }
    unsafe subtractScaled(0.5, x.pointer, from: y.pointer, count: count)
    #expect((0..<count).allSatisfy { y[$0] == 1 - 0.5 * Double($0) })
  }

  @Test("combining rows is the product y'A", arguments: [(1, 8), (3, 8), (5, 24), (11, 40)])
  func rowCombination(rowCount: Int, stride: Int) {
    let a = Scratch(count: rowCount * stride, repeating: 0.0)
    let y = Scratch(count: rowCount, repeating: 0.0)
    let out = Scratch(count: stride, repeating: Double.nan)
    for (i, value) in Self.vector(rowCount * stride, seed: 3).enumerated() { a[i] = value }
    for (i, value) in Self.vector(rowCount, seed: 4).enumerated() { y[i] = value }
    unsafe combineRows(
      y.pointer, of: a.pointer, rowCount: rowCount, stride: stride, into: out.pointer)
    for column in 0..<stride {
      let expected = (0..<rowCount).reduce(0) { $0 + y[$1] * a[$1 * stride + column] }
      #expect(abs(out[column] - expected) <= 1e-14)
    }
  }

  @Test("the worst reduced cost is the largest, first among equals")
  func pricing() {
    let d = Scratch(count: 24, repeating: 0.0)
    let up = Scratch(count: 24, repeating: 1.0)
    let down = Scratch(count: 24, repeating: 0.0)
    func worst() -> (value: Double, index: Int) {
      unsafe worstReducedCost(
        reducedCosts: d.pointer, up: up.pointer, down: down.pointer, count: 24)
    }
    #expect(worst().value == 0)
    for index in [21, 5, 13] { d[index] = -2 }
    d[3] = 7  // may only rise, so a positive reduced cost is no violation
    #expect(worst() == (2, 5))
    down[3] = 1
    #expect(worst() == (7, 3))
  }

  @Test("pivoting an inverse gives the inverse of the exchanged basis", arguments: [1, 2, 5, 12])
  func pivotedInverse(size: Int) {
    let basis = Self.vector(size * size, seed: 5)
    let entering = Self.vector(size, seed: 6)
    let row = size / 2
    let inverse = Scratch(count: size * size, repeating: 0.0)
    let exchanged = Scratch(count: size * size, repeating: 0.0)
    for i in 0..<size * size {
      inverse[i] = basis[i] + (i % (size + 1) == 0 ? 3 : 0)
      exchanged[i] = i % size == row ? entering[i / size] + (i / size == row ? 3 : 0) : inverse[i]
    }
    let column = Scratch(count: size, repeating: 0.0)
    for i in 0..<size { column[i] = exchanged[i * size + row] }
    let inversion = MatrixInversion(size: size)
    let areRegular = (inversion.invert(inverse), inversion.invert(exchanged))
    #expect(areRegular == (true, true))

    let w = Scratch(count: size, repeating: 0.0)
    let scratch = Scratch(count: size, repeating: 0.0)
    unsafe multiply(
      inverse.pointer, rowCount: size, columnCount: size, by: column.pointer, into: w.pointer)
    unsafe pivotInverse(
      inverse.pointer, column: w.pointer, row: row, count: size, pivotRow: scratch.pointer)
    for i in 0..<size * size { #expect(abs(inverse[i] - exchanged[i]) <= 1e-12) }
  }

  /// Holds for a serial build of BLAS only because its calls wait for each other.
  @Test("inverses on many threads have the same bits")
  func concurrentInverses() {
    let size = 120
    let basis = Self.vector(size * size, seed: 7)
    let inverses = parallelMap(count: 40, workers: 8) { _ in
      let matrix = Scratch(count: size * size, repeating: 0.0)
      for (i, value) in basis.enumerated() { matrix[i] = value }
      let inversion = MatrixInversion(size: size)
      let areRegular = (0..<101).allSatisfy { _ in inversion.invert(matrix) }  // back and forth
      return areRegular ? (0..<size * size).map { matrix[$0].bitPattern } : []
    }
    #expect(!inverses[0].isEmpty && inverses.allSatisfy { $0 == inverses[0] })
  }

  @Test("a singular matrix has no inverse")
  func singular() {
    let matrix = Scratch(count: 4, repeating: 1.0)
    let inversion = MatrixInversion(size: 2)
    let isRegular = inversion.invert(matrix)
    #expect(!isRegular)
  }

  @Test("a power of two is never above the value and never below half of it")
  func powers() {
    for value in [1e-300, 0.3, 1, 1.5, 2, 7e200] {
      let power = powerOfTwo(below: value)
      #expect(value < 1e-150 || value > 1e150 || (power <= value && value < 2 * power))
      #expect(power.significand == 1)
    }
    #expect(powerOfTwo(below: 0) == 1)
  }
}

@Suite("Parallel map")
struct ParallelMapTests {
  @Test("values do not depend on workers or grain", arguments: [1, 2, 5], [1, 3, 100])
  func sameForAll(workers: Int, grain: Int) {
    let found = parallelMap(count: 57, workers: workers, grain: grain) { "\($0 * $0)" }
    #expect(found == (0..<57).map { "\($0 * $0)" })
  }

  @Test("no index gives no value")
  func empty() {
    #expect(parallelMap(count: 0, workers: 4) { $0 }.isEmpty)
  }
}

@Suite("Matrix")
struct MatrixTests {
  @Test("rows, columns and selections agree with the elements")
  func access() {
    var matrix = Matrix(rows: [[1, 2, 3], [4, 5, 6]], columnCount: 3)
    #expect(Array(matrix.row(1)) == [4, 5, 6])
    #expect(matrix.column(2) == [3, 6])
    matrix[0, 1] = 9
    #expect(matrix.selecting(rows: [1, 0]).elements == [4, 5, 6, 1, 9, 3])
  }
}

@Suite("BLAS and processor")
struct LibraryTests {
  @Test("the library and the processor name themselves")
  func names() {
    #expect(BLASLibrary.name.contains("OpenBLAS"))
    #expect(!BLASLibrary.coreName.isEmpty)
    #expect(Processor.allowedCount >= 1)
    #expect(["baseline", "avx2", "avx512"].contains(Processor.kernelLevel))
    #expect(Processor.usedSeconds >= 0)
  }
}
