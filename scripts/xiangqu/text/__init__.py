"""Operations on text: numerals, sentences, cleaning, and the alignment of cleaned and raw text."""
