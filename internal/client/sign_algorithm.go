package client

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"strings"

	"github.com/emmansun/gmsm/sm3"
)

// algorithm is what the ways to sign differ in; the canonical request is one for all (contract/auth.md 3.2).
type algorithm struct {
	name    string // of Config.SigningAlgorithm
	label   string // that the Authorization header begins with
	content string // the header whose value stands for the hash of the body
	hash    func() hash.Hash
}

// algorithms are those that this client knows, the default first. The two that make a key pair out of the access key
// (EcdsaP256SHA256, SM2SM3) are not among them.
var algorithms = []algorithm{
	{"HmacSHA256", "SDK-HMAC-SHA256", "X-Sdk-Content-Sha256", sha256.New},
	{"HmacSM3", "SDK-HMAC-SM3", "X-Sdk-Content-Sm3", sm3.New},
}

// SigningAlgorithms are the values that Config.SigningAlgorithm may have, the default first.
func SigningAlgorithms() []string {
	names := make([]string, len(algorithms))
	for i, a := range algorithms {
		names[i] = a.name
	}
	return names
}

func algorithmOf(name string) (algorithm, error) {
	if name == "" {
		return algorithms[0], nil
	}
	for _, a := range algorithms {
		if a.name == name {
			return a, nil
		}
	}
	return algorithm{}, fmt.Errorf("unknown signing algorithm %q: want %s", name, strings.Join(SigningAlgorithms(), " or "))
}
