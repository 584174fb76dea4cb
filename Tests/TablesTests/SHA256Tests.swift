import Tables
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  @Test(
    "digests are those of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
          + "lmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
      (
        String(repeating: "a", count: 100_000),
        "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee"
      ),
    ])
  func known(text: String, digest: String) {
    #expect(SHA256.text(SHA256.digest(Array(text.utf8))) == digest)
  }

  @Test("bytes may be added in any pieces", arguments: [1, 7, 63, 64, 65, 1000])
  func pieces(size: Int) {
    let bytes = (0..<3000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var hash = SHA256()
    for first in stride(from: 0, to: bytes.count, by: size) {
      hash.update(Array(bytes[first..<min(first + size, bytes.count)]))
    }
    #expect(hash.finish() == SHA256.digest(bytes))
  }
}
