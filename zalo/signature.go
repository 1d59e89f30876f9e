package zalo

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
)

// SignatureHeader carries "mac=" and the signature in hex.
const SignatureHeader = "X-ZEvent-Signature"

// Sign computes a webhook's signature: SHA-256 over the app's id, the raw
// body, the body's own timestamp and the OA secret key, without separators. It
// is a plain hash, not an HMAC; the secret is the last term, so nobody can
// lengthen the message without it.
func Sign(appID string, body []byte, timestamp string, oaSecretKey Secret) string {
	h := sha256.New()
	h.Write([]byte(appID))
	h.Write(body)
	h.Write([]byte(timestamp))
	h.Write([]byte(string(oaSecretKey)))
	return "mac=" + hex.EncodeToString(h.Sum(nil))
}

// Verify reports in constant time whether header signs body. The body is
// hashed as it came: parsing and writing it again changes escapes and blanks.
func Verify(appID string, body []byte, timestamp string, oaSecretKey Secret, header string) bool {
	got, ok := parseSignature(header)
	if !ok {
		return false
	}
	want, _ := parseSignature(Sign(appID, body, timestamp, oaSecretKey))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// parseSignature reads the header. The documentation prints it once as
// "mac=..." and once as "mac = ...", so the prefix and blanks are optional.
func parseSignature(header string) ([]byte, bool) {
	s := strings.ToLower(strings.TrimSpace(header))
	if rest, ok := strings.CutPrefix(s, "mac"); ok {
		s = strings.TrimSpace(rest)
		s = strings.TrimSpace(strings.TrimPrefix(s, "="))
	}
	sum, err := hex.DecodeString(s)
	return sum, err == nil && len(sum) == sha256.Size
}
