package telegramsim

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// upload is a call with a file in a form.
func (r *rig) upload(method, field, fields string, content []byte) result {
	r.t.Helper()
	var b strings.Builder
	part := func(head string, body []byte) {
		fmt.Fprintf(&b, "--b\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n", head, body)
	}
	part(`name="chat_id"`, []byte("7"))
	for k, v := range map[string]string{"caption": fields} {
		part(`name="`+k+`"`, []byte(v))
	}
	part(`name="`+field+`"`, []byte("attach://f"))
	part(`name="f"; filename="a.bin"`, content)
	b.WriteString("--b--\r\n")
	return r.ask("/bot"+token+"/"+method, "multipart/form-data; boundary=b", b.String())
}

func picture(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestUploadRefusals shows each refusal of a file that is sent.
func TestUploadRefusals(t *testing.T) {
	for _, c := range []struct {
		name, method, field, caption string
		content                      []byte
		code                         int
		says                         string
	}{
		{"photo", "sendPhoto", "photo", "Ảnh", picture(t, 40, 30), 200, ""},
		{"document", "sendDocument", "document", "", []byte("PK"), 200, ""},
		{"empty", "sendDocument", "document", "", nil, 400, "non-empty"},
		{"caption", "sendDocument", "document", strings.Repeat("ư", 1025), []byte("x"), 400, "caption is too long"},
		{"too large", "sendDocument", "document", "", make([]byte, maxUpload+1), 413, "Too Large"},
		{"photo too large", "sendPhoto", "photo", "", make([]byte, maxPhoto+1), 400, "file is too big"},
		{"no picture", "sendPhoto", "photo", "", []byte("PK"), 400, "IMAGE_PROCESS_FAILED"},
		{"too long a picture", "sendPhoto", "photo", "", picture(t, 21, 1), 400, "PHOTO_INVALID_DIMENSIONS"},
		{"too large a picture", "sendPhoto", "photo", "", picture(t, 6000, 4001), 400, "PHOTO_INVALID_DIMENSIONS"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			res := r.upload(c.method, c.field, c.caption, c.content)
			if res.OK != (c.code == 200) || !res.OK && res.Code != c.code || !strings.Contains(res.Description, c.says) {
				t.Errorf("%d %q", res.Code, res.Description)
			}
		})
	}
	r := newRig(t)
	_, err := r.sim.SendMedia(7, Media{Kind: "voice", Size: 9})
	r.ok(err)
	voice := r.sim.Chat(7)[1].File
	for says, res := range map[string]result{
		"wrong file identifier": r.call("sendPhoto", `{"chat_id":7,"photo":"AgAC"}`),
		"type of file mismatch": r.call("sendPhoto", `{"chat_id":7,"photo":"`+voice+`"}`),
		"chat not found":        r.call("sendDocument", `{"chat_id":99,"document":"x"}`),
	} {
		if !strings.Contains(res.Description, says) {
			t.Errorf("%q, want %q", res.Description, says)
		}
	}
	r.ok(r.sim.Block(7))
	if res := r.upload("sendDocument", "document", "", []byte("x")); res.Code != 403 {
		t.Errorf("%+v", res)
	}
}

// TestDownloadRefusals shows what a file is refused for, and how long its path
// is good.
func TestDownloadRefusals(t *testing.T) {
	r := newRig(t)
	send := func(m Media) string {
		t.Helper()
		_, err := r.sim.SendMedia(7, m)
		r.ok(err)
		all := r.sim.Chat(7)
		return all[len(all)-1].File
	}
	id := send(Media{Kind: "photo", Bytes: []byte("ảnh")})
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		r.sim.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	path := "/file/bot" + token + "/photos/" + id
	if code, _ := get(path); code != 404 {
		t.Errorf("before getFile: %d", code)
	}
	if res := r.call("getFile", `{"file_id":"`+id+`"}`); !res.OK || !strings.Contains(string(res.Result), `"file_path":"photos/`+id) {
		t.Errorf("%+v", res)
	}
	if code, body := get(path); code != 200 || body != "ảnh" {
		t.Errorf("%d %q", code, body)
	}
	if code, _ := get("/file/bot42:zzz/photos/" + id); code != 401 {
		t.Errorf("wrong token: %d", code)
	}
	if code, _ := get("/file/bot" + token + "/"); code != 404 {
		t.Errorf("no path: %d", code)
	}
	r.pass(time.Hour)
	if code, _ := get(path); code != 404 {
		t.Errorf("expired: %d", code)
	}
	for says, id := range map[string]string{
		"file is too big":       send(Media{Kind: "video", Size: maxDownload + 1}),
		"invalid file_id":       "AgAC",
		"wrong file identifier": "file-7-99",
	} {
		if res := r.call("getFile", `{"file_id":"`+id+`"}`); res.Code != 400 || !strings.Contains(res.Description, says) {
			t.Errorf("%+v, want %q", res, says)
		}
	}
	r.call("getFile", `{"file_id":"`+id+`"}`)
	r.sim.SetFaults(Faults{Truncated: 1, Mislabelled: 1})
	if _, body := get(path); len(body) >= len("ảnh") {
		t.Errorf("not cut short: %q", body)
	}
	if _, body := get(path); !strings.Contains(body, "<html>") {
		t.Errorf("not a proxy's page: %q", body)
	}
}
