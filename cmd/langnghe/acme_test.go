package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// acmeServer is a certificate authority as RFC 8555 has it, as far as one order
// for one name goes. It looks at the proof over the network, and does not check
// who signed a request.
type acmeServer struct {
	*testing.T
	url, way   string
	tls, plain string // where the name is proved
	roots      *x509.CertPool

	mu      sync.Mutex
	key     *ecdsa.PrivateKey
	root    *x509.Certificate
	name    string
	ordered int
	proof   string // the way it was proved, "" before
	chain   []byte
}

func newACME(t *testing.T, way string) *acmeServer {
	a := &acmeServer{T: t, way: way, roots: x509.NewCertPool()}
	var err error
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	a.root = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "root"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(1000 * time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, a.root, a.root, a.key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	a.roots.AddCert(root)
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	a.url = srv.URL
	return a
}

func (a *acmeServer) orders() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.ordered
}

func (a *acmeServer) proved() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.proof
}

// ServeHTTP implements [http.Handler].
func (a *acmeServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	w.Header().Set("Replay-Nonce", rand.Text())
	var payload struct {
		Identifiers []struct{ Type, Value string }
		CSR         string
	}
	if r.Method == http.MethodPost {
		var jws struct{ Payload string }
		_ = json.NewDecoder(r.Body).Decode(&jws)
		plain, _ := base64.RawURLEncoding.DecodeString(jws.Payload)
		_ = json.Unmarshal(plain, &payload)
	}
	answer := func(status int, location string, v any) {
		if location != "" {
			w.Header().Set("Location", a.url+location)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
	switch r.URL.Path {
	case "/directory":
		answer(200, "", map[string]string{
			"newNonce": a.url + "/nonce", "newAccount": a.url + "/account", "newOrder": a.url + "/orders",
		})
	case "/nonce":
	case "/account":
		answer(201, "/account/1", map[string]string{"status": "valid"})
	case "/orders":
		a.ordered++
		a.name = payload.Identifiers[0].Value
		answer(201, "/order", a.order())
	case "/order":
		answer(200, "/order", a.order())
	case "/authz":
		answer(200, "", map[string]any{
			"status": a.status("pending"), "identifier": map[string]string{"type": "dns", "value": a.name},
			"challenges": []any{a.challenge()},
		})
	case "/challenge":
		a.prove()
		answer(200, "", a.challenge())
	case "/finalize":
		a.issue(payload.CSR)
		answer(200, "/order", a.order())
	case "/chain":
		_, _ = w.Write(a.chain)
	default:
		answer(404, "", map[string]string{"type": "urn:ietf:params:acme:error:malformed"})
	}
}

func (a *acmeServer) status(before string) string {
	if a.proof == "" {
		return before
	}
	return "valid"
}

func (a *acmeServer) challenge() any {
	return map[string]string{"type": a.way, "url": a.url + "/challenge", "token": "token-1", "status": a.status("pending")}
}

func (a *acmeServer) order() any {
	o := map[string]any{
		"status": "pending", "authorizations": []string{a.url + "/authz"}, "finalize": a.url + "/finalize",
		"identifiers": []any{map[string]string{"type": "dns", "value": a.name}},
	}
	switch {
	case a.chain != nil:
		o["status"], o["certificate"] = "valid", a.url+"/chain"
	case a.proof != "":
		o["status"] = "ready"
	}
	return o
}

// prove asks the server at the name for its proof.
func (a *acmeServer) prove() {
	if a.way == "tls-alpn-01" {
		c, err := tls.Dial("tcp", a.tls, &tls.Config{ServerName: a.name, NextProtos: []string{"acme-tls/1"}, InsecureSkipVerify: true}) //nolint:gosec // the proof is self-signed by its nature
		if err != nil {
			a.Error(err)
			return
		}
		defer c.Close() //nolint:errcheck // reading
		for _, e := range c.ConnectionState().PeerCertificates[0].Extensions {
			if e.Id.String() == "1.3.6.1.5.5.7.1.31" && e.Critical {
				a.proof = a.way
			}
		}
		return
	}
	r, err := http.NewRequest(http.MethodGet, "http://"+a.plain+"/.well-known/acme-challenge/token-1", nil)
	if err != nil {
		a.Error(err)
		return
	}
	r.Host = a.name
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		a.Error(err)
		return
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); strings.HasPrefix(string(body), "token-1.") {
		a.proof = a.way
	}
}

func (a *acmeServer) issue(csr string) {
	der, _ := base64.RawURLEncoding.DecodeString(csr)
	asked, err := x509.ParseCertificateRequest(der)
	if err != nil || a.proof == "" || fmt.Sprint(asked.DNSNames) != "["+a.name+"]" {
		a.Errorf("a request for %v, proved %q: %v", asked, a.proof, err)
		return
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), DNSNames: asked.DNSNames, Subject: pkix.Name{CommonName: a.name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(2000 * time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err = x509.CreateCertificate(rand.Reader, leaf, a.root, asked.PublicKey, a.key)
	if err != nil {
		a.Error(err)
		return
	}
	a.chain = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
