module github.com/mtlens/mtlens

go 1.26
