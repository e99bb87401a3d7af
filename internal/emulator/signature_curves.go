package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/hex"
	"math/big"
	"strings"

	"github.com/emmansun/gmsm/sm2"
)

// curves are the algorithms that sign with a key pair, each with the order of its curve and how it verifies: ASN.1 of the
// two numbers, in hex (contract/auth.md 3.2).
var curves = map[string]struct {
	order    *big.Int
	verifies func(private []byte, text string, value []byte) bool
}{
	ecdsaAlgorithm: {elliptic.P256().Params().N, verifyECDSA},
	sm2Algorithm:   {sm2.P256().Params().N, verifySM2},
}

// verifyPair checks a signature of a key pair that is derived from an access key.
func (s *signature) verifyPair(secret, toSign string) bool {
	value, err := hex.DecodeString(s.value)
	private := s.privateKey(secret)
	return err == nil && private != nil && curves[s.algorithm].verifies(private, toSign, value)
}

// privateKey derives the private key of an access key, as the official SDK does: the first number below the order of the
// curve out of HMAC in counter mode (NIST SP 800-108) over the algorithm and the access key. nil = there is none.
func (s *signature) privateKey(secret string) []byte {
	const iteration, bits = "\x00\x00\x00\x01", "\x00\x00\x01\x00"
	for counter := range 256 {
		context := strings.Join([]string{iteration, s.algorithm, "\x00", s.accessKey, string([]byte{byte(counter)}), bits}, "")
		number := new(big.Int).SetBytes(digests[s.algorithm].hmac([]byte(secret), context))
		number.Add(number, big.NewInt(1))
		if number.Cmp(curves[s.algorithm].order) < 0 {
			return number.FillBytes(make([]byte, 32))
		}
	}
	return nil
}

func verifyECDSA(private []byte, text string, value []byte) bool {
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), private)
	if err != nil {
		return false
	}
	sum, err := hex.DecodeString(sha256Digest.hex([]byte(text)))
	return err == nil && ecdsa.VerifyASN1(&key.PublicKey, sum, value)
}

// verifySM2 takes the user that the standard has by default, as the official SDK does.
func verifySM2(private []byte, text string, value []byte) bool {
	key, err := sm2.ParseRawPrivateKey(private)
	return err == nil && sm2.VerifyASN1WithSM2(&key.PublicKey, nil, []byte(text), value)
}
