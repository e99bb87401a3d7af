package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// Authority is a certificate authority that was made for one run. It signs what both sides of TLS need.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

const certificateLife = 365 * 24 * time.Hour

// NewAuthority makes an authority with a key of its own.
func NewAuthority() (*Authority, error) {
	template := &x509.Certificate{Subject: pkix.Name{CommonName: "hwc-emulator authority"}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	key, der, err := issue(template, nil, nil)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("the authority's certificate: %w", err)
	}
	return &Authority{certificate: certificate, key: key}, nil
}

// PEM gives the authority's certificate, which clients of the emulator have to trust.
func (a *Authority) PEM() []byte { return certificatePEM(a.certificate.Raw) }

// ServerConfig gives the TLS of a server that is called by these names or addresses, and on this machine. With
// clients it lets in only those that show a certificate of this authority.
func (a *Authority) ServerConfig(clients bool, hosts ...string) (*tls.Config, error) {
	template := &x509.Certificate{Subject: pkix.Name{CommonName: "hwc-emulator"},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	for _, host := range append([]string{"localhost", "127.0.0.1", "::1"}, hosts...) {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else if host != "" {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	key, der, err := issue(template, a.certificate, a.key)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12,
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	if clients {
		config.ClientAuth = tls.RequireAndVerifyClientCert
		config.ClientCAs = x509.NewCertPool()
		config.ClientCAs.AddCert(a.certificate)
	}
	return config, nil
}

// ClientPEM makes a certificate of this authority for a client, and gives it and its key.
func (a *Authority) ClientPEM() (certificate, key []byte, err error) {
	template := &x509.Certificate{Subject: pkix.Name{CommonName: "hwc-emulator client"},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	private, der, err := issue(template, a.certificate, a.key)
	if err != nil {
		return nil, nil, err
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, nil, fmt.Errorf("the client's key: %w", err)
	}
	return certificatePEM(der), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}), nil
}

// issue makes a key and a certificate for it. Without a parent it signs itself.
func issue(template, parent *x509.Certificate, parentKey *ecdsa.PrivateKey) (*ecdsa.PrivateKey, []byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("a key for %s: %w", template.Subject, err)
	}
	if parent == nil {
		parent, parentKey = template, key
	}
	// Certificates are judged by the real time of the client, so the emulator's clock has no say. An hour is for clocks
	// that are a little off.
	now := time.Now()
	template.NotBefore, template.NotAfter = now.Add(-time.Hour), now.Add(certificateLife)
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return nil, nil, fmt.Errorf("a serial number for %s: %w", template.Subject, err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	if err != nil {
		return nil, nil, fmt.Errorf("a certificate for %s: %w", template.Subject, err)
	}
	return key, der, nil
}

func certificatePEM(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
