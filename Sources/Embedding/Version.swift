public import CFarrell

@implementation @c
public func farrell_abi_version() -> UInt32 { UInt32(FARRELL_ABI_VERSION) }
