/** Where the choice of theme is remembered: 'light' or 'dark'; absent means as the system has it. */
export const themeStorageKey = 'attune-theme'

/** Runs before the first paint, so that no page flashes in the other theme; follows the system as long as nothing was chosen. */
export const themeScript = `(function(){
var root=document.documentElement,query=matchMedia('(prefers-color-scheme: dark)')
function apply(){
var chosen=null
try{chosen=localStorage.getItem('${themeStorageKey}')}catch(e){}
var dark=chosen?chosen==='dark':query.matches
root.classList.toggle('dark',dark)
root.classList.toggle('light',!dark)
root.style.colorScheme=dark?'dark':'light'
}
apply()
query.addEventListener('change',apply)
addEventListener('storage',apply)
})()`
