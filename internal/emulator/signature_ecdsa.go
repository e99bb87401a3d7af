package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/hex"
	"math/big"
	"strings"
)

// verifyECDSA checks a signature of SDK-ECDSA-P256-SHA256: ASN.1 of the two numbers, in hex (contract/auth.md 3.2).
func (s *signature) verifyECDSA(secret, toSign string) bool {
	key := ecdsaKey(s.accessKey, secret)
	value, err := hex.DecodeString(s.value)
	if key == nil || err != nil {
		return false
	}
	sum, err := hex.DecodeString(sha256Digest.hex([]byte(toSign)))
	return err == nil && ecdsa.VerifyASN1(&key.PublicKey, sum, value)
}

// ecdsaKey derives the key pair of an access key, as the official SDK does: the first number below the order of the
// curve out of HMAC-SHA256 in counter mode (NIST SP 800-108) over the algorithm and the access key. nil = there is none.
func ecdsaKey(accessKey, secret string) *ecdsa.PrivateKey {
	const iteration, bits = "\x00\x00\x00\x01", "\x00\x00\x01\x00"
	curve := elliptic.P256()
	for counter := range 256 {
		context := strings.Join([]string{iteration, ecdsaAlgorithm, "\x00", accessKey, string([]byte{byte(counter)}), bits}, "")
		number := new(big.Int).SetBytes(sha256Digest.hmac([]byte(secret), context))
		number.Add(number, big.NewInt(1))
		if number.Cmp(curve.Params().N) >= 0 {
			continue
		}
		key, err := ecdsa.ParseRawPrivateKey(curve, number.FillBytes(make([]byte, 32)))
		if err != nil {
			return nil // only a number out of range, which this one is not
		}
		return key
	}
	return nil
}
