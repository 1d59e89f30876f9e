package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAdminPages asks what an operator's machines ask.
func TestAdminPages(t *testing.T) {
	w := newTown(t)
	w.node.meters.watch(w.node)
	w.settle()
	pages := w.node.adminPages()
	for path, part := range map[string]string{
		"/healthz": "ok", "/readyz": "ready", "/metrics": "langnghe_inbox_waiting 0",
	} {
		rec := httptest.NewRecorder()
		pages.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), part) {
			t.Errorf("%s: %d, without %q", path, rec.Code, part)
		}
	}
	rec := httptest.NewRecorder()
	pages.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/healthz", nil))
	if rec.Code != http.StatusMethodNotAllowed {
		t.Errorf("a POST is answered %d", rec.Code)
	}
}

// TestOperatorSocketIsTheOwners: nobody else on the machine may give tasks, and
// a socket left by a killed server is no hindrance.
func TestOperatorSocketIsTheOwners(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.sock")
	if err := os.WriteFile(path, nil, 0o644); err != nil { // what a killed server left
		t.Fatal(err)
	}
	l, err := listenOperator(path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if m := info.Mode().Perm(); m != 0o600 {
		t.Errorf("mode %o", m)
	}
}
