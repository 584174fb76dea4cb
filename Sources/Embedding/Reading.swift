internal import CFarrell

/// A text of the caller; nil for null.
func text(_ pointer: UnsafePointer<CChar>?, _ what: String) throws(Failure) -> String? {
  guard let pointer = unsafe pointer else { return nil }
  guard let text = unsafe String(validatingCString: pointer) else {
    throw .argument("\(what): found text that is not UTF-8; expected UTF-8")
  }
  return text
}

/// A text of the caller that must be there.
func requiredText(
  _ pointer: UnsafePointer<CChar>?, _ what: String
) throws(Failure) -> String {
  guard let text = try unsafe text(pointer, what) else {
    throw .argument("\(what): found null; expected text")
  }
  return text
}

/// A struct of the caller, which begins with its size.
func structure<Structure>(
  _ pointer: UnsafePointer<Structure>?, _ what: String
) throws(Failure) -> Structure {
  guard let pointer = unsafe pointer else {
    throw .argument("\(what): found null; expected a struct")
  }
  let expected = MemoryLayout<Structure>.size
  let raw = unsafe UnsafeRawPointer(pointer)
  let size = unsafe raw.loadUnaligned(as: Int.self)
  guard size == expected else { throw .size(of: what, size, expected) }
  guard Int(bitPattern: raw) % MemoryLayout<Structure>.alignment == 0 else {
    throw .argument("\(what): found a misaligned struct; expected an aligned one")
  }
  return unsafe pointer.pointee
}

/// Fills a struct of the caller, which begins with its size.
func fill<Structure>(
  _ pointer: UnsafeMutablePointer<Structure>?, _ what: String, _ value: Structure
) throws(Failure) {
  _ = try unsafe structure(UnsafePointer(pointer), what)
  unsafe pointer?.pointee = value
}

/// Elements of the caller's memory, so many bytes apart.
@safe struct Strided {
  private let first: UnsafeRawPointer
  private let stride: Int

  /// - Parameters:
  ///   - pointer: the first element.
  ///   - stride: bytes from one to the next.
  ///   - count: number of elements.
  ///   - width: bytes of an element.
  ///   - what: name for messages.
  /// - Throws: ``Failure`` for null, and for elements that overlap or leave the address space.
  init(
    _ pointer: UnsafeRawPointer?, stride: Int, count: Int, width: Int, _ what: String
  ) throws(Failure) {
    guard let pointer = unsafe pointer else {
      throw .argument("\(what): found null; expected \(count) values")
    }
    guard count < 2 || stride.magnitude >= width else {
      throw .argument("\(what): found a stride of \(stride) bytes; expected at least \(width)")
    }
    let (span, overflows) = Int(stride.magnitude >> 1).multipliedReportingOverflow(by: count)
    guard count < 2 || (!overflows && span < Int.max / 4) else {
      throw .argument(
        "\(what): found \(count) values \(stride) bytes apart; expected fewer or closer ones")
    }
    unsafe first = pointer
    self.stride = stride
  }

  /// An element, aligned or not.
  func load<Element>(_ index: Int, as type: Element.Type) -> Element {
    unsafe first.loadUnaligned(fromByteOffset: index &* stride, as: type)
  }
}
