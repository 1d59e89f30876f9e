package text

import "testing"

func BenchmarkFold(b *testing.B) {
	for b.Loop() {
		Fold("Gửi báo cáo tháng ạ!")
	}
}

func BenchmarkMatch(b *testing.B) {
	v, err := NewVocabulary(commands)
	if err != nil {
		b.Fatal(err)
	}
	for name, s := range map[string]string{"exact": "báo cáo", "folded": "bao cao", "telex": "baos caos", "none": "nuoc ngap"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				v.Match(s)
			}
		})
	}
}

func BenchmarkMask(b *testing.B) {
	for name, s := range map[string]string{"report": reports[0], "phone": reports[0] + " Gọi 0912 345 678."} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Mask(s)
			}
		})
	}
}
