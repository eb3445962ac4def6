/* For tests under wine 8 alone: Qt asks this library for codecs other than UTF-8, UTF-16 and Latin-1, and wine has
   none. Every answer is that there are none. */
#define PART __declspec(dllexport)
#define MISSING 4

PART void *ucnv_open(const char *name, int *error) { (void)name; *error = MISSING; return 0; }
PART void ucnv_close(void *codec) { (void)codec; }
PART void ucnv_reset(void *codec) { (void)codec; }
PART signed char ucnv_getMaxCharSize(void *codec) { (void)codec; return 1; }
PART const char *ucnv_getName(void *codec, int *error) { (void)codec; *error = MISSING; return 0; }
PART const char *ucnv_getStandardName(void *codec, const char *standard, int *error) {
    (void)codec; (void)standard; *error = MISSING; return 0;
}
PART const char *ucnv_getAvailableName(int number) { (void)number; return 0; }
PART int ucnv_countAvailable(void) { return 0; }
PART int ucnv_toUCountPending(void *codec, int *error) { (void)codec; *error = MISSING; return 0; }
PART int ucnv_fromUCountPending(void *codec, int *error) { (void)codec; *error = MISSING; return 0; }
PART void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
PART void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
PART void ucnv_getToUCallBack(void) {}
PART void ucnv_getFromUCallBack(void) {}
PART void ucnv_setToUCallBack(void) {}
PART void ucnv_setFromUCallBack(void) {}
PART void ucnv_cbToUWriteUChars(void) {}
PART void ucnv_cbFromUWriteUChars(void) {}
PART void ucnv_toUnicode(void) {}
PART void ucnv_fromUnicode(void) {}
