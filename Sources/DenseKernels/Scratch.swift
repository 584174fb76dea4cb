/// Scratch memory of one worker: a fixed number of elements, allocated once, freed with its owner.
///
/// Public, though no product exports it: Swift 6.3 does not specialise a generic `package` type in another
/// module, and each access is then a call that asks for the element's size.
@safe
public struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline let base: UnsafeMutablePointer<Element>

  /// Number of elements.
  public let count: Int

  /// Room for `count` elements, all set to `value`.
  public init(count: Int, repeating value: Element) {
    precondition(count >= 0, "negative count \(count)")
    unsafe base = .allocate(capacity: max(count, 1))
    unsafe base.initialize(repeating: value, count: max(count, 1))
    self.count = count
  }

  deinit { unsafe base.deallocate() }

  /// Element `index`, checked.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(index >= 0 && index < count)
      return unsafe base[index]
    }
    @inline(__always) nonmutating set {
      precondition(index >= 0 && index < count)
      unsafe base[index] = newValue
    }
  }

  /// Start of the memory, for kernels; valid as long as the owner lives.
  @inlinable @unsafe
  public var pointer: UnsafeMutablePointer<Element> {
    @inline(__always) get { unsafe base }
  }

  /// Sets every element to `value`.
  public func fill(_ value: Element) { unsafe base.update(repeating: value, count: count) }

  /// Copies all elements of another scratch of the same count.
  public func copy(from other: borrowing Scratch<Element>) {
    precondition(count == other.count, "\(other.count) elements into \(count)")
    unsafe base.update(from: other.base, count: count)
  }

  /// A larger scratch that begins with the same elements.
  public func extended(to newCount: Int, with value: Element) -> Scratch<Element> {
    let larger = Scratch(count: newCount, repeating: value)
    unsafe larger.base.update(from: base, count: min(count, newCount))
    return larger
  }

  /// The elements as an array.
  public func array(prefix: Int? = nil) -> [Element] {
    unsafe Array(UnsafeBufferPointer(start: base, count: min(prefix ?? count, count)))
  }
}
