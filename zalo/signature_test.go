package zalo_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"langnghe/bot/chat"
	"langnghe/zalo"
)

// vector is a signed event, computed elsewhere.
type vector struct {
	name, body, bodySum, timestamp, mac string
	kind                                chat.Kind
}

func vectors(t testing.TB) []vector {
	located, err := base64.StdEncoding.DecodeString("eyAiZXZlbnRfbmFtZSI6ICJ1c2VyX3NlbmRfbG9jYXRpb24iLCAiYXBwX2lkIjogIjQxNzUyMDA5MzYyMTg4NDAwNTciLCAic2VuZGVyIjogeyAiaWQiOiAiNzMxMDA0NjYyNTUxODg5NDQwMiIgfSwgInJlY2lwaWVudCI6IHsgImlkIjogIjI5NjE4Mzc0NTAxMjc3MzMwMDkiIH0sCiAgIm1lc3NhZ2UiOiB7ICJhdHRhY2htZW50cyI6IFsgeyAicGF5bG9hZCI6IHsgImNvb3JkaW5hdGVzIjogeyAibGF0aXR1ZGUiOiAiMjAuODUyNTcxMCIsICJsb25naXR1ZGUiOiAiMTA2LjAxNjkzMjAiIH0gfSwgInR5cGUiOiAibG9jYXRpb24iIH0gXSwgInRleHQiOiAiTmhcdTAwZTAgdlx1MDEwM24gaFx1MDBmM2EgdGhcdTAwZjRuIFwvIFVCTkQgeFx1MDBlMyIsICJtc2dfaWQiOiAiYzQwZTc3ZDIxYjlhNTU4M2Y2MGUiIH0sICJ0aW1lc3RhbXAiOiAiMTc5MDE1NDEyMjkwMCIsICJ1c2VyX2lkX2J5X2FwcCI6ICI1ODIwMTE3NzM0NjkwMTI1NTMxIiB9")
	if err != nil {
		t.Fatal(err)
	}
	return []vector{
		{
			"text", `{"app_id":"4175200936218840057","sender":{"id":"7310046625518894402"},"user_id_by_app":"5820117734690125531","recipient":{"id":"2961837450127733009"},"event_name":"user_send_text","message":{"text":"Đường thôn Đoài ngập 3 ngày, đề nghị xã kiểm tra 🙏","msg_id":"b1f6d0a92c7e4f51d3aa"},"timestamp":"1790154061234"}`,
			"9bd20136cd4b01a9793469a91b86d6ceb299c294e26e20d7f76e9312ed2c9e1a", "1790154061234",
			"8e024db6098a205fff1930bf9e754a4c38333b18ff24a82d274265c2f6b7a41e", chat.KindText,
		},
		{
			"follow", `{"oa_id":"2961837450127733009","follower":{"id":"7310046625518894402"},"user_id_by_app":"5820117734690125531","event_name":"follow","source":"oa_profile","app_id":"4175200936218840057","timestamp":"1790154005001"}`,
			"9215538cc74a3bc231747386fc67b8c809b0f882622c6fa622cd69ab89fe22b7", "1790154005001",
			"06165cc6bd19b0f8ad035780b0957175a4b3756d41b1a661867914886d9c79e3", chat.KindStart,
		},
		{
			"location", string(located),
			"c4ae1d15deaea0619467eb94b707edef8b44f7cc28e221899e1f0d725b604806", "1790154122900",
			"674e2c9417431c8b3ea486ab67ad115db7b621981136733bd33da60788bb1b47", chat.KindMedia,
		},
		{
			"group", `{"app_id":"4175200936218840057","oa_id":"2961837450127733009","user_id_by_app":"5820117734690125531","event_name":"user_send_group_text","timestamp":"1790154200777","sender":{"id":"7310046625518894402"},"recipient":{"id":"9c1d44a07bfe2e31d85f"},"message":{"text":"#baocao [@2961837450127733009] họp tổ dân phố tối nay","msg_id":"e8a5310fd27c9b64a1f2","quote_msg_id":"d07731be5ac2f94486c0"}}`,
			"388f83396829cb16e340f89306b0382b2ca2d2fd0c4589dc19b5b57979a50e78", "1790154200777",
			"a8863b9f77f0f2e9aa478aef6bf64cd7fcfd1e6989c5164e6ebc6520773a8366", chat.KindText,
		},
	}
}

func TestVectors(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.name, func(t *testing.T) {
			sum := sha256.Sum256([]byte(v.body))
			if got := hex.EncodeToString(sum[:]); got != v.bodySum {
				t.Fatalf("the body is not the vector's: %s", got)
			}
			if got := zalo.Sign(appID, []byte(v.body), v.timestamp, oaSecret); got != "mac="+v.mac {
				t.Errorf("signed as %s", got)
			}
			r := newRig(t)
			if got := r.post([]byte(v.body), "mac="+v.mac); got != 200 || len(r.inbox.all()) != 1 {
				t.Fatalf("answered %d, kept %d", got, len(r.inbox.all()))
			}
			in, err := zalo.Decode([]byte(v.body))
			if err != nil || in.Kind != v.kind || in.From != to(anh) {
				t.Errorf("decoded as %+v, %v", in, err)
			}
		})
	}
}

func TestWrongFormulasAreRejected(t *testing.T) {
	v := vectors(t)[0]
	for name, mac := range map[string]string{
		"HMAC over the body":       "38aa0e3aa0be77ec68b666bca941c68fbb318396e29847505410f7c1c69323f2",
		"OA id as the first term":  "392f95b2b08f4303a81f54333a1e801b4bc6622ec35eb2ccf7533e669d5f6e64",
		"App Secret as the last":   "b07f01a57653f59096dd0aa375c091ed00925177c2e4ea2fb1752453f975a5be",
		"too short":                v.mac[:62],
		"not hex":                  strings.Repeat("zz", 32),
		"empty":                    "",
		"of the re-serialised one": "011aa8b847d42d0bdfe0f0e9456e3b28c5cace090d2f7cbed8e6a6bc8e2dfbff",
	} {
		r := newRig(t)
		if got := r.post([]byte(v.body), "mac="+mac); got != 401 || len(r.inbox.all()) != 0 || r.counted("webhook_bad_signature") != 1 {
			t.Errorf("%s: answered %d, kept %d", name, got, len(r.inbox.all()))
		}
	}
}

// Parsing and writing JSON again changes blanks and escapes: what was signed
// is the bytes.
func TestReserialisedBodyDoesNotVerify(t *testing.T) {
	v := vectors(t)[2]
	var x any
	if err := json.Unmarshal([]byte(v.body), &x); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	if zalo.Verify(appID, again, v.timestamp, oaSecret, "mac="+v.mac) {
		t.Error("another body verifies")
	}
}

func TestHeaderSpellings(t *testing.T) {
	v := vectors(t)[0]
	for _, h := range []string{"mac=" + v.mac, "mac = " + v.mac, " MAC=" + strings.ToUpper(v.mac) + " ", v.mac} {
		if !zalo.Verify(appID, []byte(v.body), v.timestamp, oaSecret, h) {
			t.Errorf("%q does not verify", h)
		}
	}
}

func TestProofVector(t *testing.T) {
	want := "a9bd88e2c3eacb7452409ebf11919095d7a2435ab39b9ccadd9d1c7a9f0241af"
	if got := zalo.Proof("at-3f1c-EXAMPLE-access-token", appSecret); got != want {
		t.Errorf("proof %s, want %s", got, want)
	}
}

func FuzzVerify(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add([]byte(v.body), v.timestamp, "mac="+v.mac)
	}
	f.Fuzz(func(t *testing.T, body []byte, ts, header string) {
		good := zalo.Sign(appID, body, ts, oaSecret)
		if !zalo.Verify(appID, body, ts, oaSecret, good) {
			t.Error("its own signature does not verify")
		}
		if zalo.Verify(appID, body, ts, oaSecret, header) && !strings.Contains(strings.ToLower(header), good[4:]) {
			t.Errorf("%q verifies", header)
		}
	})
}
