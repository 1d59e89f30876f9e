package zalo

import (
	"io"
	"net/http"
	"regexp"
)

// proofPattern is what a verification code may be made of: it becomes part of
// a path and of a page.
var proofPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

// DomainProof answers Zalo's question whether the domain is ours, for the
// verification code of the console: as the file zalo_verifier<code>.html and
// as a meta tag on the root page, whichever the console was told to look for.
func DomainProof(code string) (paths []string, h http.Handler) {
	page := "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"zalo-platform-site-verification\" content=\"" + code + "\" />\n" +
		"<title>Lắng Nghe</title>\n</head>\n<body></body>\n</html>\n"
	return []string{"/", "/zalo_verifier" + code + ".html"}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, page)
	})
}
