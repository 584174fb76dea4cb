import CKernels
import TestSupport
import Testing

@testable import DenseKernels

@Suite("Instruction sets")
struct InstructionSetTests {
  @Test(
    "sets that fuse products with sums give the same bits, and the baseline the same numbers",
    arguments: [2, 3, 5, 8, 11])
  func agreement(dimension m: Int) {
    let (count, width) = (29, padded(m))
    let stride = padded(count)
    let rows = Scratch(count: m * stride, repeating: 0.0)
    let columns = Scratch(count: count * width, repeating: 0.0)
    let floatRows = Scratch(count: m * stride, repeating: Float(0))
    var random = SplitMix64(seed: UInt64(m))
    for j in 0..<count {
      for c in 0..<m {
        rows[c * stride + j] = Double.random(in: 0.1...2, using: &random)
        columns[j * width + c] = rows[c * stride + j]
      }
    }
    var cone = unsafe FarrellCone(
      dimension: narrow(m), count: narrow(count), stride: narrow(stride), width: narrow(width),
      rows: rows.pointer, columns: columns.pointer, floatRows: floatRows.pointer)
    let price = Scratch(count: width, repeating: 0.0)
    for c in 0..<m { price[c] = Double.random(in: -1...1, using: &random) }
    let members = Scratch(count: m - 1, repeating: Int32(0))
    for row in 0..<m - 1 { members[row] = Int32(2 * row) }
    var sets = unsafe [UnsafePointer<FarrellKernels>]()
    var index: Int32 = 0
    while let set = unsafe farrell_kernel_set(index) {
      unsafe sets.append(set)
      index += 1
    }
    let results = unsafe sets.map { set in
      let out = Scratch(count: stride, repeating: 0.0)
      let inverse = Scratch(count: m * width, repeating: 0.0)
      let scratch = Scratch(count: (m + 2) * width, repeating: 0.0)
      let least = unsafe set.pointee.priceGenerators(&cone, price.pointer, out.pointer)
      let isRegular = unsafe set.pointee.invertBasis(
        &cone, members.pointer, price.pointer, 0, inverse.pointer, scratch.pointer)
      unsafe set.pointee.multiplyColumns(
        inverse.pointer, narrow(m), narrow(width), price.pointer, scratch.pointer)
      let entering = unsafe set.pointee.enteringColumn(
        price.pointer, rows.pointer, narrow(m), narrow(stride), narrow(stride), out.pointer, 1e-12,
        1e-9, scratch.pointer + 0)
      return [least, Double(isRegular), Double(entering)] + inverse.array() + out.array()
    }
    #expect(results.count >= 1)
    for result in results.dropFirst() {
      #expect(result == results[1])
      #expect(result.count == results[0].count)
      let isNear = zip(result, results[0]).allSatisfy { fused, rounded in
        abs(fused - rounded) <= 1e-11 * max(1, abs(rounded))
      }
      #expect(isNear)
    }
  }
}
